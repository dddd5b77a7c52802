using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Rollouts.Engine;

namespace RolloutFunctions;

/// <summary>A worker with too much to do gives up requests before their function begins. They are answered with 503, which every sender of alerts sends again, and not with 500, which some do not.</summary>
internal sealed class TooBusy : IStartupFilter
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(AnswerAsync);
        next(app);
    };

    private static async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (TimeoutException) when (!context.Response.HasStarted)
        {
            context.Response.Headers.RetryAfter = Again.TotalSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            await HttpProblems.Unavailable("there is too much to do here now").ExecuteAsync(context);
        }
    }
}
