// Queues and topics, by the names that the code knows them by (PlatformEntities).
@description('Beginning of the names.')
param name string

@description('Region.')
param location string

@description('Principal of IoT Hub, which may send to the queues of its routes and do nothing else.')
param hubPrincipalId string

@description('Log Analytics workspace of the logs.')
param workspaceId string

@description('Tags of the resources.')
param tags object

// What IoT Hub's routes lead to.
var routedQueues = [
  'onboarding'
  'twin-events'
  'workers'
  'vault-requests'
]

// What the cloud sets aside, with the reason.
var failureQueues = [
  'telemetry-failed'
  'vault-failed'
]

// Each replica makes a subscription of its own, which ends five minutes after the replica.
var topics = [
  'registry-events'
  'vault-events'
]

// Messages that nobody wants later; others stay.
var timesToLive = {
  'twin-events': 'P1D'
  workers: 'PT1M'
}

var dataSender = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39')

resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: '${name}-bus'
  location: location
  tags: tags
  sku: {
    name: 'Standard'
    tier: 'Standard'
  }
  properties: {
    minimumTlsVersion: '1.2'
    // The cloud signs in by the policy below.
    disableLocalAuth: false
  }
}

resource queues 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = [for queue in concat(routedQueues, failureQueues): {
  parent: namespace
  name: queue
  properties: {
    lockDuration: 'PT1M'
    maxDeliveryCount: 10
    defaultMessageTimeToLive: timesToLive[?queue] ?? 'P10675199DT2H48M5.4775807S'
    deadLetteringOnMessageExpiration: false
  }
}]

resource busTopics 'Microsoft.ServiceBus/namespaces/topics@2024-01-01' = [for topic in topics: {
  parent: namespace
  name: topic
  properties: {
    defaultMessageTimeToLive: 'PT1H'
  }
}]

resource hubMaySend 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for (queue, i) in routedQueues: {
  name: guid(namespace.id, queue, hubPrincipalId, dataSender)
  scope: queues[i]
  properties: {
    roleDefinitionId: dataSender
    principalId: hubPrincipalId
    principalType: 'ServicePrincipal'
  }
}]

// Subscriptions of replicas come and go, so the cloud has to manage.
resource cloudPolicy 'Microsoft.ServiceBus/namespaces/AuthorizationRules@2024-01-01' = {
  parent: namespace
  name: 'bactrian-cloud'
  properties: {
    rights: ['Manage', 'Listen', 'Send']
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'logs'
  scope: namespace
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'OperationalLogs'
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

output namespaceId string = namespace.id
output namespaceName string = namespace.name
