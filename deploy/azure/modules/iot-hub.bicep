// IoT Hub, with the routes that the local hub has, too (PlatformEntities).
@description('Beginning of the names.')
param name string

@description('Region.')
param location string

@description('Tier and size.')
param sku string

@description('Units.')
param units int

@description('Partitions of the built-in endpoint.')
param partitions int

@description('Managed identity that sends to Service Bus.')
param identityId string

@description('Service Bus namespace of the routes.')
param serviceBusName string

@description('Object id of who may manage devices and deployments.')
param administratorId string

@description('Whether the administrator is a user, a group or a service principal.')
param administratorType string

@description('Log Analytics workspace of the logs.')
param workspaceId string

@description('Tags of the resources.')
param tags object

// Consumer groups of the built-in endpoint: values for the sink, and live values.
var consumerGroups = [
  'telemetry'
  'telemetryux'
]

var dataContributor = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '4fc6c259-987e-4a07-842e-c321cc9d413f')
var endpointUri = 'sb://${serviceBusName}.servicebus.windows.net'
var routedQueues = [
  'onboarding'
  'twin-events'
  'workers'
  'vault-requests'
]

resource hub 'Microsoft.Devices/IotHubs@2023-06-30' = {
  name: '${name}-hub'
  location: location
  tags: tags
  sku: {
    name: sku
    capacity: units
  }
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    disableLocalAuth: false
    eventHubEndpoints: {
      events: {
        retentionTimeInDays: 7
        partitionCount: partitions
      }
    }
    // The cloud's own policy reads and writes identities and calls methods; it cannot be a device.
    authorizationPolicies: [
      {
        keyName: 'bactrian-cloud'
        rights: 'RegistryRead, RegistryWrite, ServiceConnect'
      }
    ]
    routing: {
      endpoints: {
        serviceBusQueues: [for queue in routedQueues: {
          name: queue
          authenticationType: 'identityBased'
          identity: {
            userAssignedIdentity: identityId
          }
          endpointUri: endpointUri
          entityPath: queue
        }]
      }
      routes: [
        {
          name: 'discovery'
          source: 'DeviceMessages'
          condition: '$$ContentType = \'application/x-discovery-event-v2-json\' OR $$ContentType = \'application/x-discovery-message-v2-json\' OR $$MessageSchema = \'application/x-discovery-event-v2-json\' OR $$MessageSchema = \'application/x-discovery-message-v2-json\' OR iothub-message-schema = \'application/x-discovery-event-v2-json\' OR iothub-message-schema = \'application/x-discovery-message-v2-json\''
          endpointNames: ['onboarding']
          isEnabled: true
        }
        {
          name: 'workers'
          source: 'DeviceMessages'
          condition: 'iothub-message-schema = \'application/x-worker-heartbeat-v1-json\''
          endpointNames: ['workers']
          isEnabled: true
        }
        {
          name: 'vault'
          source: 'DeviceMessages'
          condition: 'iothub-message-schema = \'application/x-vault-request-v1-json\''
          endpointNames: ['vault-requests']
          isEnabled: true
        }
        {
          name: 'monitor'
          source: 'DeviceMessages'
          condition: 'NOT IS_DEFINED(iothub-message-schema) OR (iothub-message-schema <> \'application/x-worker-heartbeat-v1-json\' AND iothub-message-schema <> \'application/x-vault-request-v1-json\')'
          endpointNames: ['events']
          isEnabled: true
        }
        {
          name: 'twins'
          source: 'TwinChangeEvents'
          condition: 'true'
          endpointNames: ['twin-events']
          isEnabled: true
        }
        {
          name: 'lifecycle'
          source: 'DeviceLifecycleEvents'
          condition: 'true'
          endpointNames: ['twin-events']
          isEnabled: true
        }
        {
          name: 'connections'
          source: 'DeviceConnectionStateEvents'
          condition: 'true'
          endpointNames: ['twin-events']
          isEnabled: true
        }
      ]
      fallbackRoute: {
        name: '$fallback'
        source: 'DeviceMessages'
        condition: 'true'
        endpointNames: ['events']
        isEnabled: true
      }
    }
  }
}

// Who administers deploys to gateways without a key: az iot … --auth-type login.
resource administration 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(hub.id, administratorId, dataContributor)
  scope: hub
  properties: {
    roleDefinitionId: dataContributor
    principalId: administratorId
    principalType: administratorType
  }
}

resource groups 'Microsoft.Devices/IotHubs/eventHubEndpoints/ConsumerGroups@2023-06-30' = [for group in consumerGroups: {
  name: '${hub.name}/events/${group}'
  properties: {
    name: group
  }
}]

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'logs'
  scope: hub
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'Connections'
        enabled: true
      }
      {
        category: 'Routes'
        enabled: true
      }
      {
        category: 'DirectMethods'
        enabled: true
      }
    ]
    metrics: [
      {
        category: 'AllMetrics'
        enabled: true
      }
    ]
  }
}

output hubId string = hub.id
output hubName string = hub.name
