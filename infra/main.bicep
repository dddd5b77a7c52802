import { AlertWebhook, Deployer, Slack, Tags } from 'types.bicep'

targetScope = 'subscription'

@minLength(1)
@maxLength(40)
@description('The name of the environment: tags and names everything, so that environments stand side by side.')
param environmentName string

@minLength(1)
@metadata({ azd: { type: 'location' } })
@description('The region of everything.')
param location string

@description('Who deploys: may read the flags and write the secrets. Empty for nobody.')
param principalId string = ''

@allowed(['User', 'ServicePrincipal', 'Group'])
@description('What kind of principal deploys: User at a desk, ServicePrincipal in a pipeline.')
param principalType string = 'User'

@description('The hosts that webhooks and KPI sources of plans may be on, with commas.')
param outboundAllowedHosts string = ''

@description('The id of the Slack workspace, T…; empty runs without Slack.')
param slackTeam string = ''

@description('The id of the Slack app, A….')
param slackApp string = ''

@description('Channel ids by the names that plans use: launch=C0123, incidents=C0456.')
param slackChannels string = ''

@description('One of the channels: takes what cannot be posted where it belongs.')
param slackFallback string = ''

@secure()
@description('The signing secret of the Slack app; empty leaves what is in the vault.')
param slackSigningSecret string = ''

@secure()
@description('The bot token of the Slack app; empty leaves what is in the vault.')
param slackToken string = ''

@description('Further settings that are secrets of the vault, with commas: Alerts__PagerDuty__Secrets is the secret Alerts--PagerDuty--Secrets.')
param vaultSettings string = ''

@description('The object id of the Entra application that alert rules prove themselves to; empty leaves the secure webhook out.')
param webhookApplicationObjectId string = ''

@description('The identifier URI of that application.')
param webhookApplicationIdUri string = ''

@description('The identifier URI of the Entra application that operators ask tokens for; empty asks for the function key alone.')
param operatorApplicationIdUri string = ''

@description('The object id of the Entra group of operators: by hand, they may turn flags where the app cannot, and replace secrets. Empty for nobody.')
param operatorsGroupId string = ''

@description('Who is told when the system itself is not well; empty for nobody.')
param operatorEmail string = ''

@description('Where an OpenTelemetry collector listens, besides Application Insights; empty for none.')
param otlpEndpoint string = ''

@allowed(['LRS', 'ZRS', 'GRS', 'GZRS'])
@description('How the storage account is replicated: three zones of the region, or LRS in regions without zones; GZRS and GRS add another region.')
param storageReplication string = 'ZRS'

@description('Whether nobody can purge a deleted store or vault before its time. True for production: their names stay reserved after a delete.')
param purgeProtection bool = true

@description('Whether a Durable Task Scheduler keeps the drivers of launches, and not the storage account. The app has to be built for it.')
param durableTaskScheduler bool = false

@description('What every resource carries.')
var tags Tags = {
  'azd-env-name': environmentName
}

@description('What tells the resources of two environments apart.')
var token = toLower(uniqueString(subscription().id, environmentName, location))

@description('Who deploys.')
var deployer Deployer = {
  id: principalId
  type: principalType
}

@description('Where people decide.')
var slack Slack = {
  team: slackTeam
  app: slackApp
  channels: slackChannels
  fallback: slackFallback
}

@description('What Azure Monitor proves itself to.')
var alertWebhook AlertWebhook = {
  objectId: webhookApplicationObjectId
  applicationIdUri: webhookApplicationIdUri
}

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  scope: group
  params: {
    name: 'id-${token}'
    location: location
    tags: tags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: {
    token: token
    location: location
    tags: tags
    appPrincipalId: identity.outputs.principalId
  }
}

module storage 'modules/storage.bicep' = {
  scope: group
  params: {
    name: 'st${token}'
    location: location
    tags: tags
    replication: storageReplication
    appPrincipalId: identity.outputs.principalId
    workspaceId: monitoring.outputs.workspaceId
  }
}

module configuration 'modules/configuration.bicep' = {
  scope: group
  params: {
    name: 'appcs-${token}'
    location: location
    tags: tags
    purgeProtection: purgeProtection
    appPrincipalId: identity.outputs.principalId
    deployer: deployer
    operatorsGroupId: operatorsGroupId
    workspaceId: monitoring.outputs.workspaceId
  }
}

module vault 'modules/vault.bicep' = {
  scope: group
  params: {
    name: 'kv-${token}'
    location: location
    tags: tags
    purgeProtection: purgeProtection
    appPrincipalId: identity.outputs.principalId
    deployer: deployer
    operatorsGroupId: operatorsGroupId
    workspaceId: monitoring.outputs.workspaceId
    slackSigningSecret: slackSigningSecret
    slackToken: slackToken
  }
}

module scheduler 'modules/scheduler.bicep' = if (durableTaskScheduler) {
  scope: group
  params: {
    token: token
    location: location
    tags: tags
    appPrincipalId: identity.outputs.principalId
    appClientId: identity.outputs.clientId
    deployer: deployer
  }
}

module app 'modules/app.bicep' = {
  scope: group
  params: {
    token: token
    location: location
    tags: tags
    identityId: identity.outputs.id
    storageName: storage.outputs.name
    packageContainer: storage.outputs.packageContainer
    workspaceId: monitoring.outputs.workspaceId
  }
}

module settings 'modules/settings.bicep' = {
  scope: group
  params: {
    appName: app.outputs.name
    environmentName: environmentName
    identityClientId: identity.outputs.clientId
    storageName: storage.outputs.name
    applicationInsightsName: monitoring.outputs.applicationInsightsName
    configurationEndpoint: configuration.outputs.endpoint
    vaultName: vault.outputs.name
    hubName: scheduler.?outputs.hub ?? 'rollouts'
    schedulerConnection: scheduler.?outputs.connection ?? ''
    outboundAllowedHosts: outboundAllowedHosts
    slack: slack
    vaultSettings: vaultSettings
    alertWebhook: alertWebhook
    operatorApplicationIdUri: operatorApplicationIdUri
    otlpEndpoint: otlpEndpoint
  }
}

module alerts 'modules/alerts.bicep' = {
  scope: group
  params: {
    token: token
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    appHostName: app.outputs.hostName
    webhook: alertWebhook
    operatorEmail: operatorEmail
  }
}

module workbook 'modules/workbook.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
  }
}

@description('The region.')
output AZURE_LOCATION string = location

@description('The tenant.')
output AZURE_TENANT_ID string = tenant().tenantId

@description('The resource group.')
output AZURE_RESOURCE_GROUP string = group.name

@description('The app.')
output SERVICE_ROLLOUTS_NAME string = app.outputs.name

@description('What the CLI is given as --url.')
output ROLLOUT_URL string = 'https://${app.outputs.hostName}'

@description('The store of flags and settings, for apps that read them.')
output APP_CONFIGURATION_ENDPOINT string = configuration.outputs.endpoint

@description('The vault, for whoever puts secrets there.')
output KEY_VAULT_NAME string = vault.outputs.name

@description('The workspace as plans name it.')
output LOG_ANALYTICS_WORKSPACE_ID string = monitoring.outputs.workspaceCustomerId
