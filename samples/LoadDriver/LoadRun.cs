using System.Net.Http.Headers;
using System.Runtime.CompilerServices;

namespace LoadDriver;

/// <summary>Sends the load of one plan, once. A request that fails is counted and never thrown.</summary>
public sealed class LoadRun(LoadPlan plan, TimeProvider? clock = null)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);
    private static readonly byte[] File = "campaign,day,clicks\nspring,1,17\nspring,2,21\nsummer,1,9\n"u8.ToArray();

    private readonly LoadPlan plan = plan.Problem is { } problem ? throw new ArgumentException(problem, nameof(plan)) : plan;
    private readonly TimeProvider time = clock ?? TimeProvider.System;
    private readonly Tally tally = new();
    private long? started;
    private TimeSpan? sending;

    /// <summary>What happened until now; may be asked for while the load runs.</summary>
    public LoadReport Report() => tally.Report(plan, sending ?? Elapsed);

    private TimeSpan Elapsed => this.started is { } started ? time.GetElapsedTime(started) : TimeSpan.Zero;

    /// <summary>Runs until all requests are sent and answered, or until it is stopped.</summary>
    /// <exception cref="InvalidOperationException">The run has been started before.</exception>
    public async Task<LoadReport> RunAsync(CancellationToken stop = default)
    {
        if (started is not null) throw new InvalidOperationException("a run sends its load once");
        started = time.GetTimestamp();
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, UseProxy = false }) { BaseAddress = plan.Target, Timeout = plan.Patience };
        var answers = new List<Task>();
        await foreach (var n in DueAsync(stop))
        {
            if (tally.UnderWay >= plan.AtMostUnderWay) tally.Shed();
            else answers.Add(SendAsync(client, n, stop));
        }

        sending = Elapsed;
        await Task.WhenAll(answers);
        return Report();
    }

    /// <summary>The numbers of the requests, each when it is due; late ones at once, so that the rate is kept.</summary>
    private async IAsyncEnumerable<long> DueAsync([EnumeratorCancellation] CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Tick, time);
        for (long next = 0; next < plan.Requests && !stop.IsCancellationRequested;)
        {
            var due = Math.Min(plan.Requests, (long)(Elapsed.TotalSeconds * plan.Rate) + 1);
            while (next < due) yield return next++;
            Task tick = timer.WaitForNextTickAsync(stop).AsTask();
            await tick.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task SendAsync(HttpClient client, long n, CancellationToken stop)
    {
        var due = TimeSpan.FromSeconds(n / plan.Rate);
        tally.Sent();
        var answer = await AnswerAsync(client, plan.Users.Of(n), stop);
        tally.Done(answer, Elapsed - due);
    }

    private static async Task<Answer> AnswerAsync(HttpClient client, string workspace, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/uploads") { Content = new ByteArrayContent(File) };
        request.Headers.Add("X-Workspace", workspace);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        try
        {
            using var response = await client.SendAsync(request, stop);
            var path = response.Headers.TryGetValues("X-Ingestion-Path", out var told) ? told.First() : "none";
            return new Answer(path, $"{(int)response.StatusCode}", response.IsSuccessStatusCode);
        }
        catch (HttpRequestException)
        {
            return Answer.Unanswered;
        }
        catch (OperationCanceledException)
        {
            return stop.IsCancellationRequested ? Answer.Stopped : Answer.Timeout;
        }
    }
}
