using System.CommandLine;
using Rollouts.Cli.Hosts;
using Rollouts.Cli.Pages;
using Rollouts.Cli.Terminals;

namespace Rollouts.Cli.Verbs;

/// <summary>One call of a verb: what was typed, where to write, and the host to ask. Failures become messages and exit codes here.</summary>
internal sealed class Call(ParseResult parsed, CancellationToken cancellation) : IDisposable
{
    private readonly CommonOptions common = ((VerbInvocation)parsed.InvocationConfiguration).Options;
    private RolloutClient? client;

    public Terminal Terminal { get; } = ((VerbInvocation)parsed.InvocationConfiguration).Terminal;

    public CancellationToken Cancellation { get; } = cancellation;

    public bool IsJson => Get(common.Json);

    public DateTimeOffset Now => Terminal.Time.GetUtcNow();

    public string Url => Get(common.Url);

    /// <exception cref="UsageException">The address or the name cannot be used.</exception>
    public RolloutClient Host => client ??= Connect();

    public T Get<T>(Argument<T> argument) => parsed.GetValue(argument)!;

    public T Get<T>(Option<T> option) => parsed.GetValue(option)!;

    /// <summary>The answer as it came for <c>--json</c>, else the page made of it.</summary>
    public int Show<T>(Answer<T> answer, Func<T, Page> page)
    {
        if (IsJson) Terminal.WriteJson(answer.Json);
        else Terminal.Write(page(answer.Value));
        return ExitCode.Fine;
    }

    public static async Task<int> RunAsync(ParseResult parsed, Func<Call, Task<int>> action, CancellationToken cancellation)
    {
        using var call = new Call(parsed, cancellation);
        try
        {
            return await action(call);
        }
        catch (UsageException problem)
        {
            return call.Fail(problem.Message, null, null, ExitCode.BadUsage);
        }
        catch (HostException problem)
        {
            return call.Fail(problem.Title, problem.Detail, problem.Status, problem.IsBadRequest ? ExitCode.BadUsage : ExitCode.Failed);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
    }

    public int Fail(string title, string? detail, int? status, int code)
    {
        if (IsJson) Terminal.WriteJson(new { error = new { title, detail, status } });
        Terminal.Error(detail is null ? title : $"{title}: {detail}");
        return code;
    }

    public void Dispose() => client?.Dispose();

    /// <exception cref="UsageException">It is no address that a host can have.</exception>
    public static Uri Address(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var host) && (host.Scheme == Uri.UriSchemeHttp || host.Scheme == Uri.UriSchemeHttps) ? host
        : throw new UsageException($"--url must be an http or https address, such as http://127.0.0.1:5080, not '{url}'");

    private RolloutClient Connect()
    {
        var host = Address(Url);
        return new(host, Header("--as", Get(common.As)), Header("--groups", Get(common.Groups)), HostProof.OfEnvironment(host));
    }

    private static string Header(string option, string value) =>
        value.All(c => c is >= ' ' and <= '~') && value.Length <= 1000 ? value : throw new UsageException($"{option} may hold plain ASCII characters only");
}
