using Azure;

namespace Outer.Servers;

internal static class Answers
{
    /// <summary>The answer of a server that may not listen yet; null when it does not.</summary>
    public static async Task<T?> WhereItDoesAsync<T>(Func<Task<T>> ask)
        where T : class
    {
        try
        {
            return await ask();
        }
        catch (Exception problem) when (problem is RequestFailedException or AggregateException or HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }
}
