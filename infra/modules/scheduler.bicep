import { Deployer, Tags } from '../types.bicep'

@description('What names the resources of this environment.')
param token string

@description('The region.')
param location string

@description('Tags.')
param tags Tags

@description('The principal of the app: runs orchestrations.')
param appPrincipalId string

@description('The client id of that principal: the connection names it.')
param appClientId string

@description('Who deploys: sees them in the dashboard.')
param deployer Deployer

@description('Durable Task Data Contributor')
var dataContributor = '0ad04412-c4d5-4796-b79c-f76d14c8d402'

resource scheduler 'Microsoft.DurableTask/schedulers@2025-11-01' = {
  name: 'dts-${token}'
  location: location
  tags: tags
  properties: {
    sku: {
      name: 'Consumption'
    }
    // An empty list lets nobody in. Who may call is said by roles.
    ipAllowlist: [
      '0.0.0.0/0'
    ]
  }
}

resource hub 'Microsoft.DurableTask/schedulers/taskHubs@2025-11-01' = {
  parent: scheduler
  name: 'rollouts'
}

// The journal keeps what happened. Histories of drivers are for looking after them.
resource forgets 'Microsoft.DurableTask/schedulers/retentionPolicies@2025-11-01' = {
  parent: scheduler
  name: 'default'
  properties: {
    retentionPolicies: [
      {
        retentionPeriodInDays: 30
      }
    ]
  }
}

resource runs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(scheduler.id, appPrincipalId, dataContributor)
  scope: scheduler
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', dataContributor)
  }
}

resource looks 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(deployer.id)) {
  name: guid(scheduler.id, deployer.id, dataContributor)
  scope: scheduler
  properties: {
    principalId: deployer.id
    principalType: deployer.type
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', dataContributor)
  }
}

@description('How the app connects: no key stands in it.')
output connection string = 'Endpoint=${scheduler.properties.endpoint};Authentication=ManagedIdentity;ClientID=${appClientId}'

@description('The task hub.')
output hub string = hub.name
