using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace Rollouts.Engine;

/// <summary>Who is in which user group, as Slack said at most five minutes ago; read by a timer, never while somebody waits.</summary>
public sealed class SlackDirectory(ISlackApi api, TimeProvider time, ILogger<SlackDirectory> log)
{
    /// <summary>No decision rests on an older membership.</summary>
    public static readonly TimeSpan Oldest = TimeSpan.FromMinutes(5);

    /// <summary>Often enough that one failed reading does no harm.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<string, (ImmutableHashSet<string> Members, DateTimeOffset At)> groups = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (SlackPerson Person, DateTimeOffset At)> people = new(StringComparer.Ordinal);

    /// <summary>The user groups a person is in; those whose members were not read lately are left out.</summary>
    public ImmutableArray<string> GroupsOf(string user)
    {
        var oldest = time.GetUtcNow() - Oldest;
        return [.. groups.Where(group => group.Value.At >= oldest && group.Value.Members.Contains(user)).Select(group => group.Key).Order(StringComparer.Ordinal)];
    }

    /// <summary>True when a group is known whose members were not read lately: a refusal may be due to that.</summary>
    public bool IsStale => groups.Values.Any(group => group.At < time.GetUtcNow() - Oldest);

    /// <summary>Why this person may decide nothing at all; null when nothing is known against it.</summary>
    public string? Unfit(string user) => people.TryGetValue(user, out var known) switch
    {
        true when known.Person.IsBot => "bots decide nothing",
        true when known.Person.IsDeleted => "the account is deactivated",
        _ => null,
    };

    /// <summary>Reads the groups, and everybody in them and everybody named.</summary>
    public async Task RefreshAsync(IEnumerable<string> wantedGroups, IEnumerable<string> wantedPeople, CancellationToken cancellation)
    {
        var named = wantedPeople.ToHashSet(StringComparer.Ordinal);
        foreach (var group in wantedGroups.Distinct(StringComparer.Ordinal))
        {
            var at = time.GetUtcNow();
            groups.TryAdd(group, ([], DateTimeOffset.MinValue));
            try
            {
                var members = await api.MembersAsync(group, cancellation);
                groups[group] = ([.. members], at);
                named.UnionWith(members);
            }
            catch (SlackException problem)
            {
                log.MembershipNotRead(group, problem.Message);
            }
        }

        foreach (var user in named)
        {
            var at = time.GetUtcNow();
            if (people.TryGetValue(user, out var known) && at - known.At < Every) continue;
            try
            {
                if (await api.PersonAsync(user, cancellation) is { } person) people[user] = (person, at);
            }
            catch (SlackException problem)
            {
                log.MembershipNotRead(user, problem.Message);
                return;
            }
        }
    }
}
