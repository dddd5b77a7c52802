using System.Globalization;
using Azure;
using Azure.Identity;
using Rollouts.Engine;

namespace Rollouts.Azure;

/// <summary>Turns what the Azure clients throw, after their own retries, into the engine's failure.</summary>
internal static class AzureFault
{
    /// <exception cref="StoreException">The service failed, or what it holds is damaged.</exception>
    /// <param name="what">What could not be done, as the message begins: <c>could not read the journal of d7-1</c>.</param>
    public static async Task<T> GuardAsync<T>(string what, Func<Task<T>> call, CancellationToken cancellation)
    {
        try
        {
            return await call();
        }
        catch (InvalidDataException damage)
        {
            throw new StoreException($"{what}: it is damaged: {damage.Message}", damage);
        }
        catch (Exception problem) when (Is(problem, cancellation))
        {
            throw Of(problem, what);
        }
    }

    /// <summary>True for a failure of the service or of the way to it; false for a caller who gave up and for faults of this program.</summary>
    private static bool Is(Exception problem, CancellationToken cancellation) => problem switch
    {
        RequestFailedException or AuthenticationFailedException => true,
        AggregateException many => many.InnerExceptions.All(inner => Is(inner, cancellation)),
        OperationCanceledException => !cancellation.IsCancellationRequested,
        IOException => true,
        _ => false,
    };

    private static StoreException Of(Exception problem, string what) =>
        new($"{what}: {Why(problem)}", problem) { Kind = KindOf(problem), RetryAfter = RetryAfterOf(problem) };

    /// <summary>What a role or a key is missing for is set right by people, at their pace: it is tried seldom, and not given up.</summary>
    private static FailureKind KindOf(Exception problem) => problem switch
    {
        RequestFailedException { Status: 401 or 403 or 429 or 503 } => FailureKind.Throttled,
        RequestFailedException { Status: 400 or 413 } => FailureKind.Permanent,
        AggregateException many when many.InnerExceptions.Count > 0 => KindOf(many.InnerExceptions[^1]),
        _ => FailureKind.Transient,
    };

    /// <summary>App Configuration says it in milliseconds.</summary>
    private static TimeSpan? RetryAfterOf(Exception problem) =>
        problem is not RequestFailedException answered || answered.GetRawResponse() is not { } response ? null
        : Header(response, "retry-after-ms") is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds)
        : Header(response, "Retry-After") is { } seconds ? TimeSpan.FromSeconds(seconds)
        : null;

    private static int? Header(Response response, string name) =>
        response.Headers.TryGetValue(name, out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Status and code of the service's answer; never its headers, which name accounts and tokens.</summary>
    private static string Why(Exception problem) => problem switch
    {
        RequestFailedException { Status: 0 } unreached => "the service could not be reached (" + FirstLine(unreached.Message) + ")",
        RequestFailedException { ErrorCode.Length: > 0 } answered => FormattableString.Invariant($"the service answered {answered.Status} {answered.ErrorCode}"),
        RequestFailedException answered => FormattableString.Invariant($"the service answered {answered.Status}"),
        AuthenticationFailedException unknown => "no credential was accepted (" + FirstLine(unknown.Message) + ")",
        AggregateException many when many.InnerExceptions.Count > 0 => Why(many.InnerExceptions[^1]),
        OperationCanceledException => "the service did not answer in time",
        _ => FirstLine(problem.Message),
    };

    private static string FirstLine(string text) => text.Split('\n', 2)[0].Trim();
}
