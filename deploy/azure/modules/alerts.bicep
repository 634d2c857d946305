// Alerts on what must not happen: messages that nobody could process, and telemetry that is dropped.

@description('Beginning of the names.')
param name string

@description('IoT Hub.')
param iotHubId string

@description('Service Bus namespace.')
param serviceBusId string

@description('Who is told.')
param actionGroupId string

@description('Tags of the resources.')
param tags object

var alerts = [
  {
    name: 'dead-letters'
    description: 'Messages that the cloud gave up are in a dead-letter queue.'
    scope: serviceBusId
    metricNamespace: 'Microsoft.ServiceBus/namespaces'
    metricName: 'DeadletteredMessages'
    threshold: 0
    timeAggregation: 'Maximum'
  }
  {
    name: 'backlog'
    description: 'The cloud does not keep up with what it gets.'
    scope: serviceBusId
    metricNamespace: 'Microsoft.ServiceBus/namespaces'
    metricName: 'ActiveMessages'
    threshold: 10000
    timeAggregation: 'Maximum'
  }
  {
    name: 'dropped-telemetry'
    description: 'IoT Hub drops messages because an endpoint of a route does not take them.'
    scope: iotHubId
    metricNamespace: 'Microsoft.Devices/IotHubs'
    metricName: 'd2c.telemetry.egress.dropped'
    threshold: 0
    timeAggregation: 'Total'
  }
]

resource metricAlerts 'Microsoft.Insights/metricAlerts@2018-03-01' = [for alert in alerts: {
  name: '${name}-${alert.name}'
  location: 'global'
  tags: tags
  properties: {
    description: alert.description
    severity: 2
    enabled: true
    scopes: [alert.scope]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: alert.name
          metricNamespace: alert.metricNamespace
          metricName: alert.metricName
          operator: 'GreaterThan'
          threshold: alert.threshold
          timeAggregation: alert.timeAggregation
        }
      ]
    }
    actions: [
      {
        actionGroupId: actionGroupId
      }
    ]
  }
}]
