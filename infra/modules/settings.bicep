import { AlertWebhook, Slack } from '../types.bicep'

@description('The app whose settings these are. A deployment replaces all of them: what has no parameter here belongs into App Configuration, under Rollouts:.')
param appName string

@description('The environment: the label of its settings in App Configuration.')
param environmentName string

@description('The client id of the app\'s identity.')
param identityClientId string

@description('The account of journal and drivers.')
param storageName string

@description('Where telemetry goes.')
param applicationInsightsName string

@description('The store of flags and settings.')
param configurationEndpoint string

@description('The vault of the secrets.')
param vaultName string

@description('The task hub.')
param hubName string

@description('How to reach the Durable Task Scheduler; empty for drivers in the storage account.')
param schedulerConnection string

@description('The hosts that webhooks and KPI sources of plans may be on, with commas.')
param outboundAllowedHosts string

@description('Slack.')
param slack Slack

@description('Further settings that are secrets of the vault, with commas: Alerts__PagerDuty__Secrets is the secret Alerts--PagerDuty--Secrets.')
param vaultSettings string

@description('The application of the secure webhook.')
param alertWebhook AlertWebhook

@description('The identifier URI of the Entra application that operators ask tokens for; empty asks for the function key alone.')
param operatorApplicationIdUri string

@description('Where an OpenTelemetry collector listens; empty for Application Insights alone.')
param otlpEndpoint string

resource app 'Microsoft.Web/sites@2025-03-01' existing = {
  name: appName
}

resource storage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: storageName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: applicationInsightsName
}

@description('What the platform and the packages read.')
var platform = {
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  AzureWebJobsStorage__blobServiceUri: storage.properties.primaryEndpoints.blob
  AzureWebJobsStorage__queueServiceUri: storage.properties.primaryEndpoints.queue
  AzureWebJobsStorage__tableServiceUri: storage.properties.primaryEndpoints.table
  APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
  AZURE_CLIENT_ID: identityClientId
  TASKHUB_NAME: hubName
}

@description('What the app reads.')
var own = {
  Journal__Connection: 'AzureWebJobsStorage'
  Journal__Table: 'rollouts'
  AppConfiguration__Endpoint: configurationEndpoint
  Configuration__Endpoint: configurationEndpoint
  Configuration__Label: environmentName
  Outbound__AllowedHosts: outboundAllowedHosts
  GatherKpisSchedule: '0 * * * * *'
  ReviewGatesSchedule: '0 */5 * * * *'
}

@description('Azure Monitor proves itself with a token for this application: version 1 of tokens names it by its URI, version 2 by its client id.')
var webhook = empty(alertWebhook.applicationIdUri)
  ? {}
  : {
      Alerts__AzureMonitor__TenantId: tenant().tenantId
      Alerts__AzureMonitor__Audience: '${alertWebhook.applicationIdUri},${replace(alertWebhook.applicationIdUri, 'api://', '')}'
    }

@description('Operators prove themselves with a token for this application.')
var operators = empty(operatorApplicationIdUri)
  ? {}
  : {
      Identity__TenantId: tenant().tenantId
      Identity__Audience: '${operatorApplicationIdUri},${replace(operatorApplicationIdUri, 'api://', '')}'
    }

@description('What is said of Slack and no secret.')
var conversation = empty(slack.team)
  ? {}
  : {
      Slack__Team: slack.team
      Slack__App: slack.app
      Slack__Channels: slack.channels
      Slack__Fallback: slack.fallback
    }

@description('The settings that are secrets of the vault.')
var secret = filter(
  map(split('${empty(slack.team) ? '' : 'Slack__SigningSecrets,Slack__Token'},${vaultSettings}', ','), name => trim(name)),
  name => !empty(name)
)

@description('References to the vault, in whose names is no underscore, which the platform resolves with the app\'s identity.')
var references = toObject(
  secret,
  name => name,
  name => '@Microsoft.KeyVault(VaultName=${vaultName};SecretName=${replace(name, '_', '-')})'
)

@description('Telemetry goes there besides.')
var collector = empty(otlpEndpoint) ? {} : { OTEL_EXPORTER_OTLP_ENDPOINT: otlpEndpoint }

@description('How the host reaches the scheduler: host.scheduler.json names this setting.')
var scheduler = empty(schedulerConnection) ? {} : { DTS_CONNECTION_STRING: schedulerConnection }

resource settings 'Microsoft.Web/sites/config@2025-03-01' = {
  parent: app
  name: 'appsettings'
  properties: union(platform, own, webhook, operators, conversation, references, collector, scheduler)
}
