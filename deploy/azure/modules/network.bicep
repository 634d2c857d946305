// Network of the cluster and the database, which has no public address.
@description('Beginning of the names.')
param name string

@description('Region.')
param location string

@description('Principal of the cluster, which may join machines to its subnet.')
param clusterPrincipalId string

@description('Tags of the resources.')
param tags object

var networkContributor = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '4d97b98b-1d4f-4787-a291-c67834d212e7')

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: '${name}-network'
  location: location
  tags: tags
  properties: {
    addressSpace: {
      addressPrefixes: ['10.40.0.0/16']
    }
    subnets: [
      {
        name: 'cluster'
        properties: {
          addressPrefix: '10.40.0.0/20'
        }
      }
      {
        name: 'database'
        properties: {
          addressPrefix: '10.40.16.0/24'
          delegations: [
            {
              name: 'postgresql'
              properties: {
                serviceName: 'Microsoft.DBforPostgreSQL/flexibleServers'
              }
            }
          ]
        }
      }
    ]
  }

  resource clusterSubnet 'subnets' existing = {
    name: 'cluster'
  }

  resource databaseSubnet 'subnets' existing = {
    name: 'database'
  }
}

resource clusterJoins 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(network.id, clusterPrincipalId, networkContributor)
  scope: network::clusterSubnet
  properties: {
    roleDefinitionId: networkContributor
    principalId: clusterPrincipalId
    principalType: 'ServicePrincipal'
  }
}

resource dnsZone 'Microsoft.Network/privateDnsZones@2020-06-01' = {
  name: '${name}.private.postgres.database.azure.com'
  location: 'global'
  tags: tags
  properties: {}
}

resource dnsLink 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2020-06-01' = {
  parent: dnsZone
  name: 'network'
  location: 'global'
  tags: tags
  properties: {
    registrationEnabled: false
    virtualNetwork: {
      id: network.id
    }
  }
}

output clusterSubnetId string = network::clusterSubnet.id
output databaseSubnetId string = network::databaseSubnet.id
output databaseDnsZoneId string = dnsZone.id
