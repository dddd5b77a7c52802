using System.Text.Json.Serialization;

namespace Rollouts;

/// <summary>What carries posts of a channel. Addresses and secrets are the installation's; the plan says only which kind it is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Via>))]
public enum Via
{
    Slack,

    Mail,

    /// <summary>CloudEvents to a web address.</summary>
    Webhook,
}
