using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace RolloutFunctions.Tests;

/// <summary>Someone who sends inputs and tries again under the same key until the app answers, as senders do. Remembers what was acknowledged.</summary>
internal sealed class Sender(Running app)
{
    private int number;

    /// <summary>What each key was told, once it was told anything but to come again.</summary>
    public ConcurrentDictionary<string, (HttpStatusCode Status, string Said)> Acknowledged { get; } = new(StringComparer.Ordinal);

    public async Task<(HttpStatusCode Status, string Said)> SendAsync(string route, object body, string actor)
    {
        var key = FormattableString.Invariant($"sent-{Interlocked.Increment(ref number)}");
        while (true)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, route) { Content = JsonContent.Create(body) };
                request.Headers.Add("X-Rollout-Actor", actor);
                request.Headers.Add("Idempotency-Key", key);
                using var answer = await app.Http.SendAsync(request);
                var said = await answer.Content.ReadAsStringAsync();
                if ((int)answer.StatusCode is < 500 and not 404) return Acknowledged[key] = (answer.StatusCode, said);
            }
            catch (Exception cut) when (cut is HttpRequestException or OperationCanceledException or ObjectDisposedException or IOException)
            {
                // The app was killed: whether it took the input is not known, and the key tells when it comes again.
                await Task.Delay(100);
            }

            await Task.Delay(100);
        }
    }

    /// <summary>A launch as the app tells it; null while nobody answers.</summary>
    public async Task<JsonElement?> ViewAsync(string rollout)
    {
        try
        {
            return await app.Http.GetFromJsonAsync<JsonElement>($"api/rollouts/{rollout}");
        }
        catch (Exception cut) when (cut is HttpRequestException or OperationCanceledException or ObjectDisposedException or IOException or JsonException)
        {
            return null;
        }
    }
}
