using System.Text.Json;
using System.Text.Json.Nodes;

namespace Rollouts.Tests.Deployment;

/// <summary>host.json and its twin for environments with a Durable Task Scheduler.</summary>
public class HostFileTests
{
    private static readonly string App = Path.Combine(Repository.Root, "src", "RolloutFunctions");

    [Fact]
    public void The_two_differ_in_where_drivers_are_kept_and_in_nothing_else()
    {
        var (storage, scheduler) = (Read("host.json"), Read("host.scheduler.json"));
        var kept = Provider(scheduler).DeepClone();
        Provider(storage).ReplaceWith(kept);
        Assert.Equal(scheduler.ToJsonString(), storage.ToJsonString());
    }

    [Fact]
    public void The_scheduler_is_reached_by_the_setting_that_the_template_sets()
    {
        var provider = Provider(Read("host.scheduler.json"));
        Assert.Equal("azureManaged", provider["type"]!.GetValue<string>());
        var settings = File.ReadAllText(Path.Combine(Repository.Root, "infra", "modules", "settings.bicep"));
        Assert.Contains($"{{ {provider["connectionStringName"]!.GetValue<string>()}: schedulerConnection }}", settings, StringComparison.Ordinal);
    }

    [Fact]
    public void One_switch_chooses_both_the_resource_and_the_build()
    {
        Assert.Contains("'$(DURABLE_TASK_SCHEDULER)' == 'true'", File.ReadAllText(Path.Combine(App, "RolloutFunctions.csproj")), StringComparison.Ordinal);
        using var parameters = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "infra", "main.parameters.json")));
        var value = parameters.RootElement.GetProperty("parameters").GetProperty("durableTaskScheduler").GetProperty("value").GetString();
        Assert.Equal("${DURABLE_TASK_SCHEDULER=false}", value);
    }

    /// <summary>The schema that editors and linters use is behind: it knows neither the scheduler's provider nor <c>connectionName</c>.</summary>
    [Fact]
    public void The_provider_is_told_nothing_that_the_public_schema_of_the_file_does_not_know()
    {
        string[] known =
        [
            "connectionStringName", "controlQueueBatchSize", "controlQueueBufferThreshold", "controlQueueVisibilityTimeout", "maxQueuePollingInterval", "partitionCount",
            "trackingStoreConnectionStringName", "trackingStoreNamePrefix", "useLegacyPartitionManagement", "workItemQueueVisibilityTimeout",
        ];
        Assert.All(Provider(Read("host.json")).AsObject(), option => Assert.Contains(option.Key, known));
    }

    /// <summary>Each poll of a queue is a request that the client logs: 1.2 MB of telemetry a minute at rest, which is paid for and in which sampling would lose the lines that alert rules read.</summary>
    [Fact]
    public void Requests_to_storage_are_not_logged_and_no_line_is_sampled_away()
    {
        var logging = Read("host.json")["logging"]!;
        Assert.Equal("Warning", logging["logLevel"]!["Azure.Core"]!.GetValue<string>());
        Assert.Contains("Trace", logging["applicationInsights"]!["samplingSettings"]!["excludedTypes"]!.GetValue<string>().Split(';'));
    }

    private static JsonNode Provider(JsonNode host) => host["extensions"]!["durableTask"]!["storageProvider"]!;

    private static JsonNode Read(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(App, name)))!;
}
