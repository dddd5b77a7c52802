using LoadDriver;

LoadPlan plan;
try
{
    plan = LoadArguments.Parse(args);
}
catch (FormatException problem)
{
    await Console.Error.WriteLineAsync($"{problem.Message}\n\n{LoadArguments.Usage}");
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true;
    stop.Cancel();
};
Console.Write(await new LoadRun(plan).RunAsync(stop.Token));
return 0;
