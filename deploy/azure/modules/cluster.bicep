// Kubernetes, with workload identities and secrets from Key Vault.
@description('Beginning of the names.')
param name string

@description('Region.')
param location string

@description('Managed identity of the cluster.')
param identityId string

@description('Size of the machines.')
param nodeSize string

@description('Smallest number of machines.')
param minNodes int

@description('Largest number of machines.')
param maxNodes int

@description('Subnet of the machines.')
param subnetId string

@description('Registry whose images the machines may pull.')
param registryName string

@description('Managed identity of the cloud.')
param cloudIdentityName string

@description('Namespace of the service account that is this identity.')
param kubernetesNamespace string

@description('Service account that is this identity.')
param serviceAccount string

@description('Object id of who may administer the cluster.')
param administratorId string

@description('Whether the administrator is a user, a group or a service principal.')
param administratorType string

@description('Log Analytics workspace of the logs.')
param workspaceId string

@description('Tags of the resources.')
param tags object

var acrPull = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '7f951dda-4ed3-4680-a7ca-43fe172d538d')
var clusterAdministrator = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b')

resource cluster 'Microsoft.ContainerService/managedClusters@2024-09-01' = {
  name: '${name}-cluster'
  location: location
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  sku: {
    name: 'Base'
    tier: 'Standard'
  }
  properties: {
    dnsPrefix: name
    // Entra ID only.
    disableLocalAccounts: true
    aadProfile: {
      managed: true
      enableAzureRBAC: true
    }
    enableRBAC: true
    oidcIssuerProfile: {
      enabled: true
    }
    securityProfile: {
      workloadIdentity: {
        enabled: true
      }
    }
    networkProfile: {
      networkPlugin: 'azure'
      networkPluginMode: 'overlay'
      networkPolicy: 'cilium'
      networkDataplane: 'cilium'
      podCidr: '10.244.0.0/16'
      serviceCidr: '10.41.0.0/16'
      dnsServiceIP: '10.41.0.10'
    }
    autoUpgradeProfile: {
      upgradeChannel: 'patch'
    }
    agentPoolProfiles: [
      {
        name: 'system'
        mode: 'System'
        vmSize: nodeSize
        osType: 'Linux'
        enableAutoScaling: true
        count: minNodes
        minCount: minNodes
        maxCount: maxNodes
        vnetSubnetID: subnetId
      }
    ]
    addonProfiles: {
      azureKeyvaultSecretsProvider: {
        enabled: true
        config: {
          enableSecretRotation: 'true'
        }
      }
      omsagent: {
        enabled: true
        config: {
          logAnalyticsWorkspaceResourceID: workspaceId
        }
      }
    }
  }
}

resource registry 'Microsoft.ContainerRegistry/registries@2023-07-01' existing = {
  name: registryName
}

resource machinesPull 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(registry.id, cluster.id, acrPull)
  scope: registry
  properties: {
    roleDefinitionId: acrPull
    principalId: cluster.properties.identityProfile.kubeletidentity.objectId
    principalType: 'ServicePrincipal'
  }
}

resource administration 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(cluster.id, administratorId, clusterAdministrator)
  scope: cluster
  properties: {
    roleDefinitionId: clusterAdministrator
    principalId: administratorId
    principalType: administratorType
  }
}

resource cloudIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' existing = {
  name: cloudIdentityName
}

resource federation 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@2023-01-31' = {
  parent: cloudIdentity
  name: 'cluster'
  properties: {
    issuer: cluster.properties.oidcIssuerProfile.issuerURL
    subject: 'system:serviceaccount:${kubernetesNamespace}:${serviceAccount}'
    audiences: ['api://AzureADTokenExchange']
  }
}

output clusterName string = cluster.name
