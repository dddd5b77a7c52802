using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Rollouts.Engine;

namespace RolloutFunctions.Tests;

/// <summary>The settings the code reads are those that are documented; what the samples and templates set is among them.</summary>
public partial class DocumentedSettings
{
    private static readonly string[] OfThePlatform = ["FUNCTIONS_WORKER_RUNTIME", "AzureWebJobsStorage", "TASKHUB_NAME"];

    private static readonly string[] Read = [.. Sections().SelectMany(section => Names(section.Type, section.Prefix)).Order(StringComparer.Ordinal)];

    [Fact]
    public void Every_setting_that_the_code_reads_is_documented_and_no_other()
    {
        var documented = Row().Matches(Text("docs", "settings.md")).Select(match => match.Groups["name"].Value).Order(StringComparer.Ordinal);
        Assert.Equal(Read, documented);
    }

    [Fact]
    public void The_sample_sets_nothing_else()
    {
        using var sample = JsonDocument.Parse(Text("local.settings.sample.json"));
        Assert.All(sample.RootElement.GetProperty("Values").EnumerateObject().Select(value => value.Name).Except(OfThePlatform), name => Assert.Contains(name, Read));
    }

    [Fact]
    public void The_template_sets_nothing_else_and_all_that_has_to_be_set()
    {
        var template = Text("infra", "modules", "app.bicep");
        var own = template[template.IndexOf("var own = {", StringComparison.Ordinal)..template.IndexOf("resource settings", StringComparison.Ordinal)];
        var set = Setting().Matches(own).Select(match => match.Groups["name"].Value).ToArray();
        Assert.All(set, name => Assert.Contains(name, Read));
        Assert.All(["AppConfiguration__Endpoint", "GatherKpisSchedule", "ReviewGatesSchedule"], name => Assert.Contains(name, set));
    }

    private static IEnumerable<(Type Type, string Prefix)> Sections() => new[] { typeof(JournalSettings).Assembly, typeof(AlertSettings).Assembly }
        .SelectMany(assembly => assembly.GetTypes())
        .Select(type => (type, type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string))
        .Where(section => section.Item2 is not null).Select(section => (section.type, section.Item2!.Replace(":", "__", StringComparison.Ordinal) + "__")).Append((typeof(ScheduleSettings), ""));

    private static IEnumerable<string> Names(Type type, string prefix) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.SetMethod is not null)
        .SelectMany(property => property.PropertyType switch
        {
            { IsGenericType: true } map when map.GetGenericTypeDefinition() == typeof(Dictionary<,>) => Names(map.GetGenericArguments()[1], $"{prefix}{property.Name}__ID__"),
            { IsClass: true } part when part != typeof(string) => Names(part, $"{prefix}{property.Name}__"),
            _ => [prefix + property.Name],
        });

    private static string Text(params string[] path) => File.ReadAllText(Path.Combine([Root(), .. path]));

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "RolloutFunctions.sln"))) folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("the tests run outside the repository");
        return folder;
    }

    [GeneratedRegex(@"^\| `(?<name>\w+)` \|", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();

    [GeneratedRegex(@"^\s+(?<name>\w+): ", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Setting();
}
