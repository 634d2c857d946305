// The cloud's side of Bactrian in one resource group. Names of queues, topics and routes are those of
// the code; a test compares them. No output holds a secret: connection strings go into a Key Vault.
targetScope = 'resourceGroup'

@description('Beginning of all names: lower-case letters and digits.')
@minLength(3)
@maxLength(10)
param name string = 'bactrian'

@description('Region of all resources.')
param location string = resourceGroup().location

@description('Object id in Entra ID of who may administer the cluster and write into the secrets vault, such as a group.')
param administratorId string

@description('Whether the administrator is a user, a group or a service principal.')
@allowed(['User', 'Group', 'ServicePrincipal'])
param administratorType string = 'User'

@description('Tier and size of IoT Hub; the free tier takes no routes to Service Bus.')
@allowed(['S1', 'S2', 'S3'])
param iotHubSku string = 'S1'

@description('Units of IoT Hub.')
@minValue(1)
@maxValue(200)
param iotHubUnits int = 1

@description('Partitions of the built-in endpoint: at most so many replicas of the cloud share the telemetry.')
@minValue(2)
@maxValue(32)
param iotHubPartitions int = 4

@description('Name of the administrator of the database.')
param databaseUser string = 'bactrian'

@description('Password of the administrator of the database; deploy.sh makes one.')
@secure()
@minLength(16)
param databasePassword string

@description('Size of the database server.')
param databaseSku string = 'Standard_D2ds_v5'

@description('Tier of the database server.')
@allowed(['Burstable', 'GeneralPurpose', 'MemoryOptimized'])
param databaseTier string = 'GeneralPurpose'

@description('Whether the database has a standby server in another zone.')
param databaseHighAvailability bool = false

@description('Size of the cluster\'s machines.')
param nodeSize string = 'Standard_D4ds_v5'

@description('Smallest number of the cluster\'s machines.')
@minValue(1)
param minNodes int = 2

@description('Largest number of the cluster\'s machines.')
@minValue(1)
@maxValue(100)
param maxNodes int = 5

@description('Namespace of the Helm release, whose service account may use Key Vault.')
param kubernetesNamespace string = 'bactrian'

@description('Service account in that namespace, which the chart names after the release.')
param serviceAccount string = 'bactrian'

@description('Mail address that alerts go to; empty for none.')
param alertMail string = ''

@description('Tags of all resources.')
param tags object = {
  application: 'bactrian'
}

var unique = take(uniqueString(resourceGroup().id), 6)
var prefix = '${name}-${unique}'
var compactPrefix = '${name}${unique}'

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  params: {
    name: prefix
    location: location
    alertMail: alertMail
    tags: tags
  }
}

module identities 'modules/identities.bicep' = {
  name: 'identities'
  params: {
    name: prefix
    location: location
    tags: tags
  }
}

module network 'modules/network.bicep' = {
  name: 'network'
  params: {
    name: prefix
    location: location
    clusterPrincipalId: identities.outputs.clusterPrincipalId
    tags: tags
  }
}

module serviceBus 'modules/service-bus.bicep' = {
  name: 'service-bus'
  params: {
    name: prefix
    location: location
    hubPrincipalId: identities.outputs.hubPrincipalId
    workspaceId: monitoring.outputs.workspaceId
    tags: tags
  }
}

module iotHub 'modules/iot-hub.bicep' = {
  name: 'iot-hub'
  params: {
    name: prefix
    location: location
    sku: iotHubSku
    units: iotHubUnits
    partitions: iotHubPartitions
    identityId: identities.outputs.hubIdentityId
    administratorId: administratorId
    administratorType: administratorType
    serviceBusName: serviceBus.outputs.namespaceName
    workspaceId: monitoring.outputs.workspaceId
    tags: tags
  }
}

module authorityVault 'modules/key-vault.bicep' = {
  name: 'authority-vault'
  params: {
    // Names of vaults have at most 24 characters.
    name: '${compactPrefix}ca'
    location: location
    workspaceId: monitoring.outputs.workspaceId
    tags: tags
  }
}

module secretsVault 'modules/key-vault.bicep' = {
  name: 'secrets-vault'
  params: {
    name: '${compactPrefix}kv'
    location: location
    workspaceId: monitoring.outputs.workspaceId
    tags: tags
  }
}

module vaultRoles 'modules/vault-roles.bicep' = {
  name: 'vault-roles'
  params: {
    authorityVaultName: authorityVault.outputs.vaultName
    secretsVaultName: secretsVault.outputs.vaultName
    cloudPrincipalId: identities.outputs.cloudPrincipalId
    administratorId: administratorId
    administratorType: administratorType
  }
}

module database 'modules/postgresql.bicep' = {
  name: 'postgresql'
  params: {
    name: prefix
    location: location
    user: databaseUser
    password: databasePassword
    sku: databaseSku
    tier: databaseTier
    highAvailability: databaseHighAvailability
    subnetId: network.outputs.databaseSubnetId
    dnsZoneId: network.outputs.databaseDnsZoneId
    workspaceId: monitoring.outputs.workspaceId
    tags: tags
  }
}

module secrets 'modules/secrets.bicep' = {
  name: 'secrets'
  params: {
    vaultName: secretsVault.outputs.vaultName
    iotHubName: iotHub.outputs.hubName
    serviceBusName: serviceBus.outputs.namespaceName
    databasePassword: databasePassword
  }
}

module registry 'modules/registry.bicep' = {
  name: 'registry'
  params: {
    name: compactPrefix
    location: location
    tags: tags
  }
}

module cluster 'modules/cluster.bicep' = {
  name: 'cluster'
  params: {
    name: prefix
    location: location
    identityId: identities.outputs.clusterIdentityId
    nodeSize: nodeSize
    minNodes: minNodes
    maxNodes: maxNodes
    subnetId: network.outputs.clusterSubnetId
    registryName: registry.outputs.registryName
    cloudIdentityName: identities.outputs.cloudIdentityName
    kubernetesNamespace: kubernetesNamespace
    serviceAccount: serviceAccount
    administratorId: administratorId
    administratorType: administratorType
    workspaceId: monitoring.outputs.workspaceId
    tags: tags
  }
}

module alerts 'modules/alerts.bicep' = {
  name: 'alerts'
  params: {
    name: prefix
    iotHubId: iotHub.outputs.hubId
    serviceBusId: serviceBus.outputs.namespaceId
    actionGroupId: monitoring.outputs.actionGroupId
    tags: tags
  }
}

output iotHubName string = iotHub.outputs.hubName
output serviceBusName string = serviceBus.outputs.namespaceName
output keyVaultUrl string = authorityVault.outputs.vaultUri
output secretsVaultName string = secretsVault.outputs.vaultName
output databaseHost string = database.outputs.host
output databaseName string = database.outputs.databaseName
output databaseUser string = databaseUser
output registryServer string = registry.outputs.loginServer
output registryName string = registry.outputs.registryName
output clusterName string = cluster.outputs.clusterName
output cloudClientId string = identities.outputs.cloudClientId
output tenantId string = tenant().tenantId
