using System.Collections.Immutable;

namespace Rollouts.Local;

/// <summary>Someone who may command the host from elsewhere.</summary>
/// <param name="Token">Proves who it is, in the header <c>Authorization: Bearer</c>.</param>
/// <param name="Groups">The groups that it is in, as plans name them.</param>
public sealed record OperatorSetting(string? Token, ImmutableArray<string> Groups);

/// <summary>Who may command the host, by the names that plans use.</summary>
public sealed class OperatorSettings : Dictionary<string, OperatorSetting>
{
    /// <summary>Shorter ones can be guessed.</summary>
    private const int ShortestToken = 20;

    /// <summary>What is wrong, each naming who it is about; none shows a secret.</summary>
    public ImmutableArray<string> Problems()
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        if (Count == 0) problems.Add("nobody is named");
        foreach (var (name, person) in this)
        {
            if (name.Length is 0 or > 100 || name == Actor.System.Id) problems.Add($"'{name}' is no name of a person");
            else if (person?.Token is not { Length: >= ShortestToken }) problems.Add($"{name}: a token of at least {ShortestToken} characters is needed");
        }

        foreach (var same in this.Where(each => each.Value?.Token is not null).GroupBy(each => each.Value.Token, StringComparer.Ordinal).Where(same => same.Count() > 1))
            problems.Add($"{string.Join(" and ", same.Select(each => each.Key))} have the same token");
        return problems.ToImmutable();
    }
}
