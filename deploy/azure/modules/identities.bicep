// Identities of IoT Hub, which writes into Service Bus, of the cloud, which uses Key Vault, and of the
// cluster, which joins its machines to the network.
@description('Beginning of the names.')
param name string

@description('Region.')
param location string

@description('Tags of the resources.')
param tags object

resource hubIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-hub'
  location: location
  tags: tags
}

resource cloudIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-cloud'
  location: location
  tags: tags
}

resource clusterIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-cluster'
  location: location
  tags: tags
}

output hubIdentityId string = hubIdentity.id
output hubPrincipalId string = hubIdentity.properties.principalId
output cloudIdentityName string = cloudIdentity.name
output cloudPrincipalId string = cloudIdentity.properties.principalId
output cloudClientId string = cloudIdentity.properties.clientId
output clusterIdentityId string = clusterIdentity.id
output clusterPrincipalId string = clusterIdentity.properties.principalId
