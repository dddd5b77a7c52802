using Rollouts.Benchmarks;

string[] known = ["--quick", "--json"];
if (args.FirstOrDefault(arg => !known.Contains(arg)) is { } unknown)
{
    await Console.Error.WriteLineAsync($"unknown option {unknown}; there are --quick (few and short runs) and --json");
    return 2;
}

var report = await BenchmarkRun.RunAsync(quick: args.Contains("--quick"));
Console.WriteLine(args.Contains("--json") ? report.ToJson() : report.ToText());
return 0;
