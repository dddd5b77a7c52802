using Microsoft.AspNetCore.Http;

namespace Rollouts.Engine;

/// <summary>An answer with the place to look for what becomes of it.</summary>
internal sealed class Located(string location, IResult answer) : IResult
{
    public static Located Rollout(string rollout, IResult answer) => new($"/api/rollouts/{Uri.EscapeDataString(rollout)}", answer);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.Location = location;
        return answer.ExecuteAsync(httpContext);
    }
}
