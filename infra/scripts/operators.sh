#!/usr/bin/env bash
# Makes the Entra application that operators ask tokens for, gives whoever runs this the role to operate launches, and tells azd about it.
# Others get a role in the portal: Enterprise applications, Users and groups. Running it again changes nothing.
set -euo pipefail

# The Azure CLI, which may then ask tokens for people without a question to each.
azure_cli=04b07795-8ddb-461a-bbee-02f9e1bf7b46
operate=7f0f2d53-2f2b-4c0c-8f0a-5c9a4d1e6b21
look=c2a4b8de-93c7-4b57-a1d0-0e6f3b7d5a42
scope=1d9e6f70-5b3c-4e8a-9c41-8a7b2f0d3e64
graph=https://graph.microsoft.com/v1.0

environment=$(azd env get-value AZURE_ENV_NAME)
name="rollouts-operators-$environment"

role() {
  printf '{"id":"%s","value":"%s","displayName":"%s","description":"%s","allowedMemberTypes":["User","Application"],"isEnabled":true}' "$1" "$2" "$2" "$3"
}

app=$(az ad app list --filter "displayName eq '$name'" --query '[0].appId' -o tsv)
if [ -z "$app" ]; then
  roles="[$(role "$look" Rollouts.Read 'Looks at launches'),$(role "$operate" Rollouts.Operate 'Looks at launches, commands and reports')]"
  app=$(az ad app create --display-name "$name" --sign-in-audience AzureADMyOrg --app-roles "$roles" --query appId -o tsv)
  object=$(az ad app show --id "$app" --query id -o tsv)
  az ad app update --id "$app" --identifier-uris "api://$app"
  # A scope has to be there before anyone can be allowed it.
  patch() { az rest --method patch --url "$graph/applications/$object" --headers 'Content-Type=application/json' --output none --body "$1"; }
  patch "{\"api\":{\"oauth2PermissionScopes\":[{\"id\":\"$scope\",\"value\":\"launches\",\"type\":\"User\",\"isEnabled\":true,\"adminConsentDisplayName\":\"Launches\",\"adminConsentDescription\":\"Looks at and operates launches as whoever is signed in\"}]}}"
  patch "{\"api\":{\"preAuthorizedApplications\":[{\"appId\":\"$azure_cli\",\"delegatedPermissionIds\":[\"$scope\"]}]}}"
fi

resource=$(az ad sp show --id "$app" --query id -o tsv 2>/dev/null || az ad sp create --id "$app" --query id -o tsv)
person=$(az ad signed-in-user show --query id -o tsv)
assignments="$graph/servicePrincipals/$resource/appRoleAssignedTo"
given=$(az rest --method get --url "$assignments" --query "value[?principalId=='$person' && appRoleId=='$operate'].id" -o tsv)
if [ -z "$given" ]; then
  az rest --method post --url "$assignments" --headers 'Content-Type=application/json' --output none \
    --body "{\"principalId\":\"$person\",\"resourceId\":\"$resource\",\"appRoleId\":\"$operate\"}"
fi

azd env set OPERATOR_APPLICATION_ID_URI "api://$app"
echo "operators need a token of $name; now: azd provision, and export ROLLOUT_TOKEN=\$(az account get-access-token --resource api://$app --query accessToken -o tsv)"
