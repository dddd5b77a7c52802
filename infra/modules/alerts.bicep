@description('Who is called: the app itself, by rules that users add for their launches, and the operator, when the system is not well.')
param token string
param location string
param tags object
param workspaceId string
param appHostName string
param webhookApplicationObjectId string
param webhookApplicationIdUri string
param operatorEmail string

// For rules about launched services: they call the app, which takes launches back. A secure webhook: Azure Monitor proves itself with a token.
resource launches 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(webhookApplicationObjectId)) {
  name: 'ag-launches-${token}'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'launches'
    webhookReceivers: [
      {
        name: 'rollouts'
        serviceUri: 'https://${appHostName}/api/alerts/azure-monitor'
        useCommonAlertSchema: true
        useAadAuth: true
        objectId: webhookApplicationObjectId
        identifierUri: webhookApplicationIdUri
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

// The system's own health. Each query returns a row when something is wrong.
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
