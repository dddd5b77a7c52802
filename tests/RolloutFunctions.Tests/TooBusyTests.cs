using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace RolloutFunctions.Tests;

public sealed class TooBusyTests
{
    [Fact]
    public async Task A_request_that_was_given_up_before_its_function_began_is_to_be_sent_again()
    {
        var answer = await AnswerAsync(_ => throw new TimeoutException("Timed out waiting for the function start call."));

        Assert.Equal((StatusCodes.Status503ServiceUnavailable, "5"), (answer.StatusCode, answer.Headers.RetryAfter.ToString()));
    }

    [Fact]
    public async Task What_was_answered_stays() =>
        Assert.Equal(StatusCodes.Status409Conflict, (await AnswerAsync(context =>
        {
            context.Response.StatusCode = StatusCodes.Status409Conflict;
            return Task.CompletedTask;
        })).StatusCode);

    private static async Task<HttpResponse> AnswerAsync(RequestDelegate last)
    {
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        var app = new ApplicationBuilder(services);
        new TooBusy().Configure(next => next.Run(last))(app);
        var context = new DefaultHttpContext { RequestServices = services };
        await app.Build()(context);
        return context.Response;
    }
}
