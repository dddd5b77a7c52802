import { AlertWebhook, Tags } from '../types.bicep'

@description('What names the resources of this environment.')
param token string

@description('The region.')
param location string

@description('Tags.')
param tags Tags

@description('What the rules ask.')
param workspaceId string

@description('The host that alert rules of launched services call.')
param appHostName string

@description('The application that Azure Monitor proves itself to.')
param webhook AlertWebhook

@description('Who is told when the system itself is not well; empty for nobody.')
param operatorEmail string

// For rules about launched services: they call the app, which takes launches back. A secure webhook: Azure Monitor proves itself with a token.
resource launches 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(webhook.objectId)) {
  name: 'ag-launches-${token}'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'launches'
    webhookReceivers: [
      {
        name: 'rollouts'
        serviceUri: 'https://${appHostName}/api/alerts/azure-monitor/secure'
        useCommonAlertSchema: true
        useAadAuth: true
        objectId: webhook.objectId
        identifierUri: webhook.applicationIdUri
        tenantId: tenant().tenantId
      }
    ]
  }
}

resource operators 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(operatorEmail)) {
  name: 'ag-operators-${token}'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'rollout-ops'
    emailReceivers: [
      {
        name: 'operator'
        emailAddress: operatorEmail
        useCommonAlertSchema: true
      }
    ]
  }
}

@description('The health of the system itself. Each query gives a row when something is wrong.')
var rules = [
  {
    name: 'gather-kpis-did-not-run'
    text: 'No KPIs were gathered for half an hour'
    severity: 1
    query: 'AppRequests | where OperationName == "GatherKpis" and Success | summarize runs = count() | where runs == 0'
  }
  {
    name: 'functions-fail'
    text: 'Functions of the launch automation fail'
    severity: 2
    query: 'AppRequests | where not(Success) | summarize failed = count() by OperationName | where failed > 5'
  }
]

#disable-next-line use-recent-api-versions // The newest one adds nothing that is used here, and not every cloud has it.
resource health 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in rules: {
    name: '${rule.name}-${token}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: rule.text
      severity: rule.severity
      enabled: true
      scopes: [
        workspaceId
      ]
      evaluationFrequency: 'PT10M'
      windowSize: 'PT30M'
      autoMitigate: true
      criteria: {
        allOf: [
          {
            query: rule.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            failingPeriods: {
              numberOfEvaluationPeriods: 1
              minFailingPeriodsToAlert: 1
            }
          }
        ]
      }
      actions: {
        actionGroups: empty(operatorEmail) ? [] : [operators.id]
      }
    }
  }
]
