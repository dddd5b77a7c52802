using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace RolloutFunctions;

/// <summary>Where inbox, journal and claims lie.</summary>
internal sealed class JournalSettings
{
    public const string Section = "Journal";

    /// <summary>The name of a connection, as Functions writes connections.</summary>
    public string Connection { get; set; } = "AzureWebJobsStorage";

    public string Table { get; set; } = "rollouts";
}

internal sealed partial class JournalSettingsRules(IConfiguration configuration) : IValidateOptions<JournalSettings>
{
    public ValidateOptionsResult Validate(string? name, JournalSettings options)
    {
        var problems = new List<string>();
        if (TableConnection.Find(configuration, options.Connection) is null) problems.Add(TableConnection.Missing(options.Connection));
        if (!TableName().IsMatch(options.Table)) problems.Add($"Journal__Table is '{options.Table}': it must be 3 to 63 letters and digits, a letter first");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]{2,62}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TableName();
}
