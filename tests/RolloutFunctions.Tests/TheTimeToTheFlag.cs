using System.Net;
using Azure.Data.AppConfiguration;
using Xunit.Abstractions;

namespace RolloutFunctions.Tests;

/// <summary>From an alert sent to the flag down, beside a bare conditional write in the same run. Prints what it measured.</summary>
[Collection(TheApp.Name)]
public sealed class TheTimeToTheFlag(TheApp theApp, ITestOutputHelper output)
{
    private const int Launches = 8;
    private const int Writes = 10;

    [Fact]
    public async Task An_alert_has_the_flag_down_well_within_the_time_its_sender_waits()
    {
        var app = await theApp.RunningAsync();
        var (down, answered, bare) = (new List<TimeSpan>(), new List<TimeSpan>(), new List<TimeSpan>());
        for (var n = 0; n < Launches; n++)
        {
            var launch = await Launch.UpAsync(app);
            var began = TimeProvider.System.GetTimestamp();
            var seen = DownAsync(launch, began);
            Assert.Equal(HttpStatusCode.Accepted, (await launch.AlertAsync("f1")).StatusCode);
            answered.Add(TimeProvider.System.GetElapsedTime(began));
            Assert.False(await launch.SwitchAsync());
            down.Add(await seen);
            await launch.BackAsync(1);
            bare.AddRange(await BareAsync(app, launch));
        }

        output.WriteLine(FormattableString.Invariant($"alert sent -> kill switch off: median {Ms(down)}, longest {down.Max().TotalMilliseconds:0.0} ms ({Launches} launches)"));
        output.WriteLine(FormattableString.Invariant($"alert sent -> answered:         median {Ms(answered)}, longest {answered.Max().TotalMilliseconds:0.0} ms"));
        output.WriteLine(FormattableString.Invariant($"bare conditional write:         median {Ms(bare)} ({bare.Count} writes of the same flags)"));
        output.WriteLine(FormattableString.Invariant($"added over a bare write:        median {Median(down) - Median(bare):0.0} ms, ratio {Median(down) / Median(bare):0.0}"));
        Assert.True(answered.Max() < TimeSpan.FromSeconds(5), "an alert was answered later than its sender waits");
    }

    internal static async Task<TimeSpan> DownAsync(Launch launch, long began)
    {
        while (await launch.SwitchAsync()) await Task.Delay(1);
        return TimeProvider.System.GetElapsedTime(began);
    }

    /// <summary>The time that a conditional write of the launch's kill switch takes when nobody decides anything.</summary>
    internal static async Task<List<TimeSpan>> BareAsync(Running app, Launch launch)
    {
        var setting = await launch.StoredAsync("ENABLED");
        var times = new List<TimeSpan>();
        for (var n = 1; n <= Writes; n++)
        {
            setting.Tags["bare"] = FormattableString.Invariant($"{n}");
            var began = TimeProvider.System.GetTimestamp();
            setting = (await app.Flags.Client.SetConfigurationSettingAsync(setting, onlyIfUnchanged: true)).Value;
            times.Add(TimeProvider.System.GetElapsedTime(began));
        }

        return times;
    }

    internal static double Median(List<TimeSpan> times) => times.Order().ElementAt(times.Count / 2).TotalMilliseconds;

    private static string Ms(List<TimeSpan> times) => FormattableString.Invariant($"{Median(times):0.0} ms");
}
