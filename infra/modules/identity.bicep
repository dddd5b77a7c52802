import { Tags } from '../types.bicep'

@description('The name of the identity: the one that the app has. No key and no secret stands for it anywhere.')
param name string

@description('The region.')
param location string

@description('Tags.')
param tags Tags

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
  tags: tags
}

@description('What resources name it by.')
output id string = identity.id

@description('What roles are given to.')
output principalId string = identity.properties.principalId

@description('What connections name it by.')
output clientId string = identity.properties.clientId
