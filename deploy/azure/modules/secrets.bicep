// Connection strings and the password, for the cluster to mount. They are read from the services here,
// so that no output and no parameter of a release holds them.

@description('Vault that takes them.')
param vaultName string

@description('IoT Hub.')
param iotHubName string

@description('Service Bus namespace.')
param serviceBusName string

@description('Password of the database.')
@secure()
param databasePassword string

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  name: vaultName
}

resource hub 'Microsoft.Devices/IotHubs@2023-06-30' existing = {
  name: iotHubName
}

resource cloudPolicy 'Microsoft.ServiceBus/namespaces/AuthorizationRules@2024-01-01' existing = {
  name: '${serviceBusName}/bactrian-cloud'
}

var hubKey = listKeys('${hub.id}/IotHubKeys/bactrian-cloud', '2023-06-30').primaryKey
var events = hub.properties.eventHubEndpoints.events

resource hubConnection 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'iot-hub-connection-string'
  properties: {
    value: 'HostName=${hub.properties.hostName};SharedAccessKeyName=bactrian-cloud;SharedAccessKey=${hubKey}'
  }
}

resource eventsConnection 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'event-hub-connection-string'
  properties: {
    value: 'Endpoint=${events.endpoint};SharedAccessKeyName=bactrian-cloud;SharedAccessKey=${hubKey};EntityPath=${events.path}'
  }
}

resource busConnection 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'service-bus-connection-string'
  properties: {
    value: cloudPolicy.listKeys().primaryConnectionString
  }
}

resource password 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'database-password'
  properties: {
    value: databasePassword
  }
}
