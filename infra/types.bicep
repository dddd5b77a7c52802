@export()
@description('The tags of every resource: azd finds an environment by them.')
type Tags = {
  @description('The environment.')
  'azd-env-name': string
}

@export()
@description('Who deploys.')
type Deployer = {
  @description('Its object id; empty for nobody.')
  id: string

  @description('A user at a desk, a service principal in a pipeline.')
  type: 'User' | 'ServicePrincipal' | 'Group'
}

@export()
@description('The Slack app in which people decide.')
type Slack = {
  @description('The id of the workspace, T…; empty runs without Slack.')
  team: string

  @description('The id of the app, A….')
  app: string

  @description('Channel ids by the names that plans use: launch=C0123, incidents=C0456.')
  channels: string

  @description('The channel for what cannot be posted where it belongs.')
  fallback: string
}

@export()
@description('The Entra application that Azure Monitor proves itself to when an alert rule calls the app.')
type AlertWebhook = {
  @description('Its object id; empty leaves the secure webhook out.')
  objectId: string

  @description('Its identifier URI.')
  applicationIdUri: string
}
