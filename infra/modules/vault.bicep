import { Deployer, Tags } from '../types.bicep'

@description('The name of the vault of the secrets that the app is given by settings.')
param name string

@description('The region.')
param location string

@description('Tags.')
param tags Tags

@description('Whether nobody can purge a deleted vault or secret before its time.')
param purgeProtection bool

@description('The principal of the app: reads secrets.')
param appPrincipalId string

@description('Who deploys: writes and replaces them.')
param deployer Deployer

@description('The group of operators: write and replace them too; empty for nobody.')
param operatorsGroupId string

@description('Where every reading of a secret is logged.')
param workspaceId string

@secure()
@description('The signing secret of the Slack app; empty leaves what is in the vault.')
param slackSigningSecret string

@secure()
@description('The bot token of the Slack app; empty leaves what is in the vault.')
param slackToken string

@description('Key Vault Secrets User')
var secretsUser = '4633458b-17de-408a-b874-0445c86b69e6'

@description('Key Vault Secrets Officer')
var secretsOfficer = 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7'

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    // Cannot be changed later.
    softDeleteRetentionInDays: 90
    // The service takes true or nothing; false is refused.
    enablePurgeProtection: purgeProtection ? true : null
  }
}

resource signingSecret 'Microsoft.KeyVault/vaults/secrets@2025-05-01' = if (!empty(slackSigningSecret)) {
  parent: vault
  name: 'Slack--SigningSecrets'
  properties: {
    value: slackSigningSecret
  }
}

resource token 'Microsoft.KeyVault/vaults/secrets@2025-05-01' = if (!empty(slackToken)) {
  parent: vault
  name: 'Slack--Token'
  properties: {
    value: slackToken
  }
}

resource reads 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, appPrincipalId, secretsUser)
  scope: vault
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsUser)
  }
}

resource replaces 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(deployer.id)) {
  name: guid(vault.id, deployer.id, secretsOfficer)
  scope: vault
  properties: {
    principalId: deployer.id
    principalType: deployer.type
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsOfficer)
  }
}

resource byHand 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(operatorsGroupId)) {
  name: guid(vault.id, operatorsGroupId, secretsOfficer)
  scope: vault
  properties: {
    principalId: operatorsGroupId
    principalType: 'Group'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsOfficer)
  }
}

#disable-next-line use-recent-api-versions // No version without -preview knows the log categories of a vault.
resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: vault
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'AuditEvent'
        enabled: true
      }
    ]
  }
}

@description('The vault.')
output name string = vault.name
