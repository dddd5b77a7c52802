#!/usr/bin/env bash
# Makes the Entra application that Azure Monitor proves itself to when an alert rule calls the app, gives the role for it to action groups,
# and tells azd about it. Bicep cannot make Entra objects. Running it again changes nothing.
set -euo pipefail

# The app of action groups, the same in every tenant of the public cloud.
action_groups=461e8683-5575-4561-ac7f-899cc907d62a
role=ActionGroupsSecureWebhook
role_id=6b3c5f0e-4a57-4f0d-9d8e-1a2f6c7b9e10

environment=$(azd env get-value AZURE_ENV_NAME)
name="rollouts-alerts-$environment"

app=$(az ad app list --filter "displayName eq '$name'" --query '[0].appId' -o tsv)
if [ -z "$app" ]; then
  roles=$(printf '[{"id":"%s","value":"%s","displayName":"%s","description":"Calls the launch automation when an alert fires","allowedMemberTypes":["Application"],"isEnabled":true}]' \
    "$role_id" "$role" "$role")
  app=$(az ad app create --display-name "$name" --sign-in-audience AzureADMyOrg --app-roles "$roles" --query appId -o tsv)
fi
az ad app update --id "$app" --identifier-uris "api://$app"

principal() { az ad sp show --id "$1" --query id -o tsv 2>/dev/null || az ad sp create --id "$1" --query id -o tsv; }
resource=$(principal "$app")
caller=$(principal "$action_groups")

assignments="https://graph.microsoft.com/v1.0/servicePrincipals/$resource/appRoleAssignedTo"
given=$(az rest --method get --url "$assignments" --query "value[?principalId=='$caller' && appRoleId=='$role_id'].id" -o tsv)
if [ -z "$given" ]; then
  az rest --method post --url "$assignments" --headers 'Content-Type=application/json' --output none \
    --body "{\"principalId\":\"$caller\",\"resourceId\":\"$resource\",\"appRoleId\":\"$role_id\"}"
fi

azd env set WEBHOOK_APPLICATION_OBJECT_ID "$(az ad app show --id "$app" --query id -o tsv)"
azd env set WEBHOOK_APPLICATION_ID_URI "api://$app"
echo "$name may be called by action groups; now: azd provision"
