import { Deployer, Tags } from '../types.bicep'

@description('The name of the store of the flags and settings that launches govern. They are not written here: a deployment would set a running launch back.')
param name string

@description('The region.')
param location string

@description('Tags.')
param tags Tags

@description('Whether nobody can purge a deleted store before its time.')
param purgeProtection bool

@description('The principal of the app: writes flags and settings.')
param appPrincipalId string

@description('Who deploys: reads them.')
param deployer Deployer

@description('The group of operators: turn flags by hand when the app cannot; empty for nobody.')
param operatorsGroupId string

@description('Where requests and changes are logged.')
param workspaceId string

@description('App Configuration Data Owner')
var dataOwner = '5ae67dd6-50cb-40e7-96ff-dc2bfa4b606b'

@description('App Configuration Data Reader')
var dataReader = '516239f1-63e1-4d78-a4de-a74fb236a071'

resource store 'Microsoft.AppConfiguration/configurationStores@2024-06-01' = {
  name: name
  location: location
  tags: tags
  sku: {
    name: 'standard'
  }
  properties: {
    disableLocalAuth: true
    enablePurgeProtection: purgeProtection
    softDeleteRetentionInDays: 7
    dataPlaneProxy: {
      authenticationMode: 'Pass-through'
      privateLinkDelegation: 'Disabled'
    }
  }
}

resource writes 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(store.id, appPrincipalId, dataOwner)
  scope: store
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', dataOwner)
  }
}

resource reads 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(deployer.id)) {
  name: guid(store.id, deployer.id, dataReader)
  scope: store
  properties: {
    principalId: deployer.id
    principalType: deployer.type
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', dataReader)
  }
}

resource byHand 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(operatorsGroupId)) {
  name: guid(store.id, operatorsGroupId, dataOwner)
  scope: store
  properties: {
    principalId: operatorsGroupId
    principalType: 'Group'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', dataOwner)
  }
}

#disable-next-line use-recent-api-versions // No version without -preview knows the log categories of the store.
resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: store
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'HttpRequest'
        enabled: true
      }
      {
        category: 'Audit'
        enabled: true
      }
    ]
    metrics: [
      {
        category: 'AllMetrics'
        enabled: true
      }
    ]
  }
}

@description('The origin endpoint of the store.')
output endpoint string = store.properties.endpoint
