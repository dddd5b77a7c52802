import { Tags } from '../types.bicep'

@description('The region.')
param location string

@description('Tags.')
param tags Tags

@description('The workspace that the workbook opens with.')
param workspaceId string

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, 'launches')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'Launches'
    category: 'workbook'
    sourceId: workspaceId
    // Another environment's workspace can be chosen in it.
    serializedData: replace(
      loadTextContent('../dashboards/workbook.json'),
      '"name": "workspace",',
      '"name": "workspace", "value": "${workspaceId}",'
    )
  }
}
