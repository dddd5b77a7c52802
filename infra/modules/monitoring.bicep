import { Tags } from '../types.bicep'

@description('What names the resources of this environment.')
param token string

@description('The region.')
param location string

@description('Tags.')
param tags Tags

@description('The principal of the app: reads KPIs from the workspace, to which launched services may log too, and sends its telemetry.')
param appPrincipalId string

@description('Log Analytics Reader')
var logAnalyticsReader = '73c42c96-874c-492b-b04d-ab87d138a893'

@description('Monitoring Metrics Publisher')
var monitoringMetricsPublisher = '3913510d-42f4-4e42-8a64-420c390055eb'

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' = {
  name: 'log-${token}'
  location: location
  tags: tags
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: 30
    features: {
      disableLocalAuth: true
    }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: 'appi-${token}'
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    DisableLocalAuth: true
  }
}

resource reads 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(workspace.id, appPrincipalId, logAnalyticsReader)
  scope: workspace
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', logAnalyticsReader)
  }
}

resource publishes 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(insights.id, appPrincipalId, monitoringMetricsPublisher)
  scope: insights
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', monitoringMetricsPublisher)
  }
}

@description('The workspace, for diagnostic settings and alert rules.')
output workspaceId string = workspace.id

@description('The workspace as plans name it: `workspace:` of a source of kind azure-logs.')
output workspaceCustomerId string = workspace.properties.customerId

@description('The Application Insights resource.')
output applicationInsightsName string = insights.name
