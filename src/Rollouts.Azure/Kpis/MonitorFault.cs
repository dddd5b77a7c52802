using System.Globalization;
using System.Net;
using Azure;
using Azure.Identity;
using Rollouts.Engine;

namespace Rollouts.Azure;

/// <summary>Turns what the clients of Azure Monitor throw, after their own retries, into what readings tell.</summary>
internal static class MonitorFault
{
    /// <exception cref="OutboundException">The service failed, or was not to be reached.</exception>
    /// <exception cref="FormatException">It takes the question for wrong.</exception>
    public static async Task<T> GuardAsync<T>(string what, Func<Task<T>> call, CancellationToken cancellation)
    {
        try
        {
            return await call();
        }
        catch (RequestFailedException wrong) when (wrong.Status == (int)HttpStatusCode.BadRequest)
        {
            throw new FormatException($"{what} takes the query for wrong: {FirstLine(wrong.Message)}", wrong);
        }
        catch (Exception problem) when (problem is RequestFailedException or AuthenticationFailedException or IOException or AggregateException
            || (problem is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new OutboundException($"{what} {Why(problem)}", problem);
        }
    }

    private static string Why(Exception problem) => problem switch
    {
        // A partial answer is thrown with the status of success.
        RequestFailedException { Status: 200 } partial => "answered in part only: " + FirstLine(partial.Message),
        RequestFailedException { Status: 429 } => "asks for fewer queries (429)",
        RequestFailedException { Status: 0 } => "could not be reached",
        RequestFailedException answered => string.Create(CultureInfo.InvariantCulture, $"answered {answered.Status} {answered.ErrorCode}").TrimEnd(),
        AuthenticationFailedException => "could not be asked: no credential was accepted",
        AggregateException { InnerExceptions: [.., var last] } => Why(last),
        _ => "did not answer in time",
    };

    private static string FirstLine(string text) => text.Split('\n', 2)[0].Trim();
}
