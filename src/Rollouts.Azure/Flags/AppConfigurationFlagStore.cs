using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Azure;
using Azure.Data.AppConfiguration;
using Rollouts.Engine;

namespace Rollouts.Azure;

/// <summary>Flags and settings in Azure App Configuration, at the one endpoint of the origin: a key's tags say which rollout and journal entry wrote it last.</summary>
/// <remarks>What others wrote beside it stays: foreign tags, and a setting's content type.</remarks>
public sealed class AppConfigurationFlagStore(ConfigurationClient client) : IFlagStore
{
    private const string FlagPrefix = ".appconfig.featureflag/";
    private const string FlagContentType = "application/vnd.microsoft.appconfig.ff+json;charset=utf-8";
    private const string RolloutTag = "rollout";
    private const string SeqTag = "seq";

    /// <summary>Each key as it was seen last: a write that builds on that version needs no read of its own.</summary>
    private readonly ConcurrentDictionary<GovernedKey, ConfigurationSetting> seen = new();

    public Task<KeyRead> ReadAsync(GovernedKey key, CancellationToken cancellation) =>
        AzureFault.GuardAsync($"could not read {key}", async () =>
            await GetAsync(key, cancellation) is var (found, content)
                ? new KeyRead(content, found.ETag.ToString(), TagOf(found), found.IsReadOnly == true)
                : new KeyRead(null, "", null, false), cancellation);

    public Task<KeyWrite> WriteAsync(GovernedKey key, string content, KeyTag tag, string version, CancellationToken cancellation) =>
        AzureFault.GuardAsync<KeyWrite>($"could not write {key}", async () =>
        {
            var before = version.Length == 0 ? null : await AsOfAsync(key, version, cancellation);
            if (version.Length > 0 && before is null) return new KeyWrite.Changed();
            try
            {
                var setting = Setting(key, content, tag, before);
                var written = before is null
                    ? await client.AddConfigurationSettingAsync(setting, cancellation)
                    : await client.SetConfigurationSettingAsync(setting, onlyIfUnchanged: true, cancellation);
                seen[key] = written.Value;
                return new KeyWrite.Written(written.Value.ETag.ToString());
            }
            catch (RequestFailedException changed) when (changed.Status == (int)HttpStatusCode.PreconditionFailed)
            {
                return new KeyWrite.Changed();
            }
            catch (RequestFailedException locked) when (locked.Status == (int)HttpStatusCode.Conflict)
            {
                return new KeyWrite.Locked();
            }
        }, cancellation);

    public Task UnlockAsync(GovernedKey key, CancellationToken cancellation) =>
        AzureFault.GuardAsync($"could not unlock {key}", () => client.SetReadOnlyAsync(NameOf(key), LabelOf(key), isReadOnly: false, cancellation), cancellation);

    /// <summary>The key at a version; null when it has another one by now.</summary>
    private async Task<ConfigurationSetting?> AsOfAsync(GovernedKey key, string version, CancellationToken cancellation)
    {
        if (seen.TryGetValue(key, out var known) && known.ETag.ToString() == version) return known;
        return await GetAsync(key, cancellation) is var (found, _) && found.ETag.ToString() == version ? found : null;
    }

    private async Task<(ConfigurationSetting Setting, string? Content)?> GetAsync(GovernedKey key, CancellationToken cancellation)
    {
        try
        {
            var answer = await client.GetConfigurationSettingAsync(NameOf(key), LabelOf(key), cancellation);
            seen[key] = answer.Value;
            return (answer.Value, ContentOf(answer.GetRawResponse()));
        }
        catch (RequestFailedException absent) when (absent.Status == (int)HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>The value as it is stored. The SDK writes a flag's value anew when it is asked for it, and loses <c>requirement_type</c> on the way.</summary>
    private static string? ContentOf(Response answer)
    {
        using var document = JsonDocument.Parse(answer.Content);
        return document.RootElement.TryGetProperty("value", out var value) ? value.GetString() : null;
    }

    private static ConfigurationSetting Setting(GovernedKey key, string content, KeyTag tag, ConfigurationSetting? before)
    {
        var setting = before is null
            ? new ConfigurationSetting(NameOf(key), content, LabelOf(key))
            : new ConfigurationSetting(NameOf(key), content, LabelOf(key), before.ETag);
        setting.ContentType = key.Kind == KeyKind.Flag ? FlagContentType : before?.ContentType;
        if (before is not null)
            foreach (var (name, value) in before.Tags) setting.Tags[name] = value;
        setting.Tags[RolloutTag] = tag.Rollout;
        setting.Tags[SeqTag] = tag.Seq.ToString(CultureInfo.InvariantCulture);
        return setting;
    }

    private static KeyTag? TagOf(ConfigurationSetting setting) =>
        setting.Tags.TryGetValue(RolloutTag, out var rollout) && setting.Tags.TryGetValue(SeqTag, out var text)
        && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seq)
            ? new(rollout, seq)
            : null;

    private static string NameOf(GovernedKey key) => key.Kind == KeyKind.Flag ? FlagPrefix + key.Name : key.Name;

    /// <summary>No label is not the empty one.</summary>
    private static string? LabelOf(GovernedKey key) => key.Label.Length == 0 ? null : key.Label;
}
