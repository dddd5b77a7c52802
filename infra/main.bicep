targetScope = 'subscription'

@minLength(1)
@maxLength(40)
@description('The name of the environment: tags and names everything, so that environments stand side by side.')
param environmentName string

@minLength(1)
@metadata({ azd: { type: 'location' } })
@description('The region of everything.')
param location string

@description('Who deploys, allowed to read the flags. Empty for nobody.')
param principalId string = ''

@allowed(['User', 'ServicePrincipal', 'Group'])
@description('What kind of principal deploys: User at a desk, ServicePrincipal in a pipeline.')
param principalType string = 'User'

@description('The hosts that webhooks and KPI sources of plans may be on, with commas.')
param outboundAllowedHosts string = ''

@description('The object id of the Entra application that alert rules authenticate to; empty leaves the secure webhook out.')
param webhookApplicationObjectId string = ''

@description('The identifier URI of that application.')
param webhookApplicationIdUri string = ''

@description('Who is told when the system itself is not well; empty for nobody.')
param operatorEmail string = ''

@description('Protect the App Configuration store against purging. True for production: its name stays reserved after a delete.')
param purgeProtection bool = true

var tags = { 'azd-env-name': environmentName }
var token = toLower(uniqueString(subscription().id, environmentName, location))

resource group 'Microsoft.Resources/resourceGroups@2022-09-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  name: 'identity'
  scope: group
  params: {
    name: 'id-${token}'
    location: location
    tags: tags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  scope: group
  params: {
    token: token
    location: location
    tags: tags
    appPrincipalId: identity.outputs.principalId
  }
}

module storage 'modules/storage.bicep' = {
  name: 'storage'
  scope: group
  params: {
    name: 'st${token}'
    location: location
    tags: tags
    appPrincipalId: identity.outputs.principalId
    workspaceId: monitoring.outputs.workspaceId
  }
}

module configuration 'modules/configuration.bicep' = {
  name: 'configuration'
  scope: group
  params: {
    name: 'appcs-${token}'
    location: location
    tags: tags
    purgeProtection: purgeProtection
    appPrincipalId: identity.outputs.principalId
    deployerPrincipalId: principalId
    deployerPrincipalType: principalType
    workspaceId: monitoring.outputs.workspaceId
  }
}

module app 'modules/app.bicep' = {
  name: 'app'
  scope: group
  params: {
    token: token
    location: location
    tags: tags
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    storageName: storage.outputs.name
    packageContainer: storage.outputs.packageContainer
    applicationInsightsName: monitoring.outputs.applicationInsightsName
    workspaceId: monitoring.outputs.workspaceId
    configurationEndpoint: configuration.outputs.endpoint
    outboundAllowedHosts: outboundAllowedHosts
    webhookApplicationIdUri: webhookApplicationIdUri
  }
}

module alerts 'modules/alerts.bicep' = {
  name: 'alerts'
  scope: group
  params: {
    token: token
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    appHostName: app.outputs.hostName
    webhookApplicationObjectId: webhookApplicationObjectId
    webhookApplicationIdUri: webhookApplicationIdUri
    operatorEmail: operatorEmail
  }
}

output AZURE_LOCATION string = location
output AZURE_TENANT_ID string = tenant().tenantId
output AZURE_RESOURCE_GROUP string = group.name
output SERVICE_ROLLOUTS_NAME string = app.outputs.name
output ROLLOUT_URL string = 'https://${app.outputs.hostName}'
output APP_CONFIGURATION_ENDPOINT string = configuration.outputs.endpoint
