using System.Text;

namespace Rollouts.Engine;

/// <summary>Turns the desired document of a key into its content and back: a flag's JSON as Microsoft.FeatureManagement reads it, a setting's value.</summary>
public static class FlagContent
{
    /// <summary>What App Configuration holds of a key: content, key, label, content type and tags together.</summary>
    private const int Limit = 10 * 1024;

    /// <summary>The content type, the tags and the prefix of a flag's key.</summary>
    private const int Around = 256;

    /// <summary>The existing content with the document put into it. What the document does not say stays.</summary>
    /// <remarks>
    /// Other members, other filters, variants and telemetry stay.
    /// A dial that is on always has one targeting filter, at 100 % too: without a filter the flag would be on for the denied as well. Filters
    /// beside it must then all agree (<c>requirement_type: All</c>), so that none of them lets in more than the document says.
    /// </remarks>
    /// <param name="existing">Null when the key is absent.</param>
    /// <exception cref="FlagContentException">The existing content is not a flag, or the new one would be too large.</exception>
    public static string Apply(string? existing, GovernedKey key, KeyDocument document)
    {
        if (key.Kind == KeyKind.Setting)
            return document is KeyDocument.Setting setting ? setting.Value : throw Unlike(key, document);

        var flag = string.IsNullOrWhiteSpace(existing) ? FlagJson.NewObject() : FlagJson.Parse(existing, key);
        if (FlagJson.Text(flag["id"]) is null)
        {
            flag.Remove("id");
            flag.Insert(0, "id", key.Name);
        }

        switch (document)
        {
            case KeyDocument.Switch @switch:
                flag["enabled"] = @switch.On;
                break;
            case KeyDocument.Dial { Enabled: false }:
                flag["enabled"] = false;
                break;
            case KeyDocument.Dial dial:
                flag["enabled"] = true;
                Targeting.Apply(FlagJson.ObjectIn(flag, "conditions", key), dial.Audience, key);
                break;
            default:
                throw Unlike(key, document);
        }

        // Without this member App Configuration's SDK and portal do not take the content for a flag.
        FlagJson.ArrayIn(FlagJson.ObjectIn(flag, "conditions", key), "client_filters", key);
        return Sized(FlagJson.Write(flag), key, document);
    }

    /// <summary>The document that the content stands for; null when it is absent or says what no document can say.</summary>
    /// <param name="use">Tells a dial from a switch; of no meaning for a setting.</param>
    public static KeyDocument? Read(string? content, GovernedKey key, FlagUse use = FlagUse.Exposure)
    {
        if (content is null) return null;
        if (key.Kind == KeyKind.Setting) return new KeyDocument.Setting(content);
        try
        {
            var flag = FlagJson.Parse(content, key);
            if (FlagJson.Truth(flag["enabled"], missing: false) is not { } enabled) return null;
            if (use != FlagUse.Exposure) return new KeyDocument.Switch(enabled);
            var audience = Targeting.Read(flag["conditions"]);
            if (!enabled) return new KeyDocument.Dial(false, audience ?? AudienceExposure.None);
            return audience is null ? null : new KeyDocument.Dial(true, audience);
        }
        catch (FlagContentException)
        {
            return null;
        }
    }

    private static ArgumentException Unlike(GovernedKey key, KeyDocument document) =>
        new($"{key} cannot hold a {document.GetType().Name.ToLowerInvariant()}", nameof(document));

    private static string Sized(string content, GovernedKey key, KeyDocument document)
    {
        var size = Encoding.UTF8.GetByteCount(content) + Encoding.UTF8.GetByteCount(key.Name) + Encoding.UTF8.GetByteCount(key.Label) + Around;
        if (size <= Limit) return content;
        var named = document is KeyDocument.Dial { Audience: var audience }
            ? audience.Allowed.Concat(audience.Denied).Count(text => !new Audience(text).IsGroup)
            : 0;
        throw new FlagContentException(FormattableString.Invariant(
            $"{key} would take {size} bytes, and a key holds {Limit}: {named} users are named one by one; name groups instead (group:name)"));
    }
}
