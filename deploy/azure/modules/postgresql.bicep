// PostgreSQL, reachable from the cluster's network only.
@description('Beginning of the names.')
param name string

@description('Region.')
param location string

@description('Name of the administrator.')
param user string

@description('Password of the administrator.')
@secure()
param password string

@description('Size of the server.')
param sku string

@description('Tier of the server.')
param tier string

@description('Whether there is a standby server in another zone.')
param highAvailability bool

@description('Subnet of the server, delegated to it.')
param subnetId string

@description('Private DNS zone of its name.')
param dnsZoneId string

@description('Log Analytics workspace of the logs.')
param workspaceId string

@description('Tags of the resources.')
param tags object

resource server 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: '${name}-db'
  location: location
  tags: tags
  sku: {
    name: sku
    tier: tier
  }
  properties: {
    version: '17'
    administratorLogin: user
    administratorLoginPassword: password
    storage: {
      storageSizeGB: 64
      autoGrow: 'Enabled'
    }
    backup: {
      backupRetentionDays: 14
      geoRedundantBackup: 'Disabled'
    }
    highAvailability: {
      mode: highAvailability ? 'ZoneRedundant' : 'Disabled'
    }
    network: {
      delegatedSubnetResourceId: subnetId
      privateDnsZoneArmResourceId: dnsZoneId
    }
  }
}

resource database 'Microsoft.DBforPostgreSQL/flexibleServers/databases@2024-08-01' = {
  parent: server
  name: 'bactrian'
  properties: {
    charset: 'UTF8'
    collation: 'en_US.utf8'
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'logs'
  scope: server
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'PostgreSQLLogs'
        enabled: true
      }
    ]
  }
}

output host string = server.properties.fullyQualifiedDomainName
output databaseName string = database.name
