using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Rollouts.Engine;

/// <summary>The Message-ID of a post: made from its effect, so that a repeat carries the same one and can be told (RFC 5322, 3.6.4).</summary>
internal static class MailId
{
    /// <param name="domain">The sender's. Launches of one name in two installations that send from it differ by when they began.</param>
    public static string Of(RolloutState launch, Effect.Post post, string domain)
    {
        var began = string.Create(CultureInfo.InvariantCulture, $"{launch.StartedAt.UtcTicks}/{launch.PlanName}");
        var which = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(began)))[..8];
        return $"<{launch.Rollout}.{post.Id}.{which}@{domain}>";
    }
}
