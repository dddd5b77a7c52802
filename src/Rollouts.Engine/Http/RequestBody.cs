using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Rollouts.Engine;

/// <summary>Reads bodies whole, up to a limit.</summary>
internal static class RequestBody
{
    public const int JsonLimit = 64 * 1024;

    /// <summary>A plan as text inside JSON: a character of two bytes may take six there, and the launch is named beside it.</summary>
    public const int StartLimit = 3 * PlanReader.LargestBytes + JsonLimit;

    /// <summary>The bytes, or null when there are more than the limit.</summary>
    public static async Task<byte[]?> BytesAsync(HttpRequest request, int limit, CancellationToken cancellation)
    {
        if (request.ContentLength > limit) return null;
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellation)) > 0)
        {
            if (body.Length + read > limit) return null;
            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    /// <summary>The JSON, or the problem to answer with.</summary>
    public static async Task<(JsonElement Json, IResult? Problem)> JsonAsync(HttpRequest request, CancellationToken cancellation, int limit = JsonLimit)
    {
        if (!request.HasJsonContentType()) return (default, HttpProblems.WrongType("application/json"));
        if (await BytesAsync(request, limit, cancellation) is not { } bytes) return (default, HttpProblems.TooLarge(limit));
        try
        {
            using var document = JsonDocument.Parse(bytes, new() { MaxDepth = 16 });
            return (document.RootElement.Clone(), null);
        }
        catch (JsonException problem)
        {
            return (default, HttpProblems.BadRequest("the body is not JSON: " + problem.Message));
        }
    }

    public static string? Utf8(byte[] bytes)
    {
        try
        {
            return new UTF8Encoding(false, true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
