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

@description('The health of the system itself. Each query gives a row for each thing that is wrong, and about is the column that names it.')
var rules = [
  {
    name: 'gather-kpis-did-not-run'
    text: 'No KPIs were gathered for half an hour: launches stand still, and only alerts and people take back'
    severity: 1
    about: 'timer'
    query: 'AppRequests | where Name contains "GatherKpis" or OperationName contains "GatherKpis" | where Success | summarize runs = count() | where runs == 0 | extend timer = "GatherKpis"'
  }
  {
    name: 'way-back-held-up'
    text: 'A way back does not get through'
    severity: 0
    about: 'launch'
    query: 'AppTraces | where Message contains "is held up:" | summarize lines = count(), last = arg_max(TimeGenerated, Message) by launch = tostring(split(Message, ":")[0])'
  }
  {
    name: 'rollback-action-failed'
    text: 'An action of a launch was given up'
    severity: 1
    about: 'launch'
    query: 'AppTraces | where Message contains "is given up:" | summarize lines = count(), last = arg_max(TimeGenerated, Message) by launch = tostring(split(Message, ":")[0])'
  }
  {
    name: 'launch-stuck'
    text: 'A launch cannot be looked after'
    severity: 1
    about: 'launch'
    query: 'AppTraces | where Message contains "could not be looked after in this round" or Message contains "which is gone; it is ended and started again" | summarize lines = count(), last = arg_max(TimeGenerated, Message) by launch = tostring(split(tostring(split(Message, ":")[0]), " ")[0]) | where lines >= 5'
  }
  {
    name: 'outbox-backlog'
    text: 'Effects of a launch wait to be done'
    severity: 2
    about: 'launch'
    query: 'AppTraces | where Message contains "effects wait to be done" | summarize lines = count(), last = arg_max(TimeGenerated, Message) by launch = tostring(split(Message, ":")[0]) | where lines >= 5'
  }
  {
    name: 'source-fails'
    text: 'A source of KPIs fails: gates wait, and triggers are blind'
    severity: 2
    about: 'launch'
    query: 'AppTraces | where Message contains "a source fails:" | summarize lines = count(), last = arg_max(TimeGenerated, Message) by launch = tostring(split(Message, ":")[0]) | where lines >= 5'
  }
  {
    name: 'functions-fail'
    text: 'A function of the launch automation fails again and again'
    severity: 2
    about: 'function'
    query: 'AppRequests | where not(Success) | summarize failed = sum(ItemCount) by function = Name | where failed > 5'
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
      evaluationFrequency: 'PT5M'
      windowSize: 'PT30M'
      autoMitigate: true
      criteria: {
        allOf: [
          {
            query: rule.query
            timeAggregation: 'Count'
            dimensions: [
              {
                name: rule.about
                operator: 'Include'
                values: ['*']
              }
            ]
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
