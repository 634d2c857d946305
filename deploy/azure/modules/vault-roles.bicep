// Who may do what in the two vaults: the cloud makes keys of authorities in one, and only reads its
// own secrets in the other.

@description('Vault with the keys of certificate authorities.')
param authorityVaultName string

@description('Vault with connection strings.')
param secretsVaultName string

@description('Principal of the cloud.')
param cloudPrincipalId string

@description('Object id of the administrator.')
param administratorId string

@description('Whether the administrator is a user, a group or a service principal.')
param administratorType string

var cryptoOfficer = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '14b46e9e-c2b7-41b4-b07b-48a6ebf60603')
var secretsOfficer = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7')
var secretsUser = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '4633458b-17de-408a-b874-0445c86b69e6')

resource authorityVault 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  name: authorityVaultName
}

resource secretsVault 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  name: secretsVaultName
}

// The vault service makes a key for each group, and keeps keys that applications have asked for as
// secrets until they are fetched.
resource cloudMakesKeys 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(authorityVault.id, cloudPrincipalId, cryptoOfficer)
  scope: authorityVault
  properties: {
    roleDefinitionId: cryptoOfficer
    principalId: cloudPrincipalId
    principalType: 'ServicePrincipal'
  }
}

resource cloudKeepsKeys 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(authorityVault.id, cloudPrincipalId, secretsOfficer)
  scope: authorityVault
  properties: {
    roleDefinitionId: secretsOfficer
    principalId: cloudPrincipalId
    principalType: 'ServicePrincipal'
  }
}

resource cloudReadsSecrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(secretsVault.id, cloudPrincipalId, secretsUser)
  scope: secretsVault
  properties: {
    roleDefinitionId: secretsUser
    principalId: cloudPrincipalId
    principalType: 'ServicePrincipal'
  }
}

resource administratorWritesSecrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(secretsVault.id, administratorId, secretsOfficer)
  scope: secretsVault
  properties: {
    roleDefinitionId: secretsOfficer
    principalId: administratorId
    principalType: administratorType
  }
}
