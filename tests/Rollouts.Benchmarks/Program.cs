using Rollouts.Benchmarks;

string[] known = ["--quick", "--json", "--slack"];
if (args.FirstOrDefault(arg => !known.Contains(arg)) is { } unknown)
{
    await Console.Error.WriteLineAsync($"unknown option {unknown}; there are --quick (few and short runs), --json, and --slack (clicks in Slack alone)");
    return 2;
}

if (args.Contains("--slack"))
{
    var folder = Directory.CreateTempSubdirectory("rollouts-clicks-");
    Console.WriteLine((await SlackClicks.RunAsync(folder.FullName, launches: 50, TimeSpan.FromSeconds(10))).ToText());
    folder.Delete(recursive: true);
    return 0;
}

var report = await BenchmarkRun.RunAsync(quick: args.Contains("--quick"));
Console.WriteLine(args.Contains("--json") ? report.ToJson() : report.ToText());
return 0;
