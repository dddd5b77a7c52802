using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Rollouts.SlackPreview;

/// <summary>A Slack of one's own: the methods that launches call under <c>/api/</c>, the private answers under <c>/reply/</c>, and each channel as a page.</summary>
public sealed class PreviewServer : IAsyncDisposable
{
    private readonly WebApplication web;
    private readonly WebMethods methods;
    private HttpClient? app;

    private PreviewServer(WebApplication web, Workspace workspace, WebMethods methods)
    {
        this.web = web;
        Workspace = workspace;
        this.methods = methods;
    }

    public Workspace Workspace { get; }

    public Uri Address => new(web.Urls.Single());

    /// <summary>Where the launches call methods.</summary>
    public Uri Api => new(Address, "/api/");

    /// <summary>Presses buttons; once the app is known.</summary>
    public Clicks? People { get; private set; }

    /// <param name="url">Loopback, with a port or 0 for a free one.</param>
    public static async Task<PreviewServer> StartAsync(Workspace workspace, TimeProvider time, string url = "http://127.0.0.1:0")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var built = builder.Build();
        built.Urls.Add(url);
        var server = new PreviewServer(built, workspace, new(workspace, time));
        built.Map("/api/{method}", (string method, HttpContext context) => server.methods.AnswerAsync(method, context));
        built.MapPost("/reply/{channel}/{user}", server.ReplyAsync);
        built.MapGet("/", () => Results.Redirect($"/channels/{workspace.Channels.Keys.First()}"));
        built.MapGet("/channels/{channel}", (string channel, string? @as) => workspace.Channels.ContainsKey(channel)
            ? Results.Text(ChannelPage.Html(workspace, channel, @as ?? workspace.Users.Keys.FirstOrDefault() ?? ""), "text/html; charset=utf-8") : Results.NotFound());
        built.MapPost("/click/{channel}/{timestamp}", server.ClickAsync);
        built.MapPost("/submit/{channel}/{view}", server.SubmitAsync);
        built.MapPost("/type/{channel}", server.TypeAsync);
        await built.StartAsync();
        return server;
    }

    /// <summary>From now on clicks go to this app.</summary>
    public void Serve(Uri address, TimeProvider time)
    {
        app = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
        People = new(Workspace, app, time, Address);
    }

    /// <summary>The next call of a method fails with Slack's error; <c>lost</c> is done, and answered with a server error.</summary>
    public void Trouble(string method, string error)
    {
        lock (methods.Troubles) methods.Troubles.Enqueue((method, error));
    }

    public async ValueTask DisposeAsync()
    {
        await web.DisposeAsync();
        app?.Dispose();
    }

    private async Task<IResult> ReplyAsync(string channel, string user, HttpRequest request)
    {
        var said = await request.ReadFromJsonAsync<JsonObject>() ?? [];
        var blocks = said["blocks"] as JsonArray ?? [];
        if (BlockRules.Fault((string?)said["text"] ?? "", blocks) is { } wrong) return Results.BadRequest(wrong);
        Workspace.Post(channel, (string?)said["text"] ?? "", (JsonArray)blocks.DeepClone(), null, null, user, said.ToJsonString());
        return Results.Text("ok");
    }

    private async Task<IResult> ClickAsync(string channel, string timestamp, HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        var message = Workspace.Messages.FirstOrDefault(each => each.Channel == channel && each.Timestamp == timestamp);
        var button = message?.Blocks.OfType<JsonObject>().SelectMany(block => block["elements"] as JsonArray ?? []).OfType<JsonObject>().FirstOrDefault(each => (string?)each["action_id"] == form["action"]);
        if (message is not null && button is not null && People is { } people) (await people.PressAsync(message, button, form["user"].ToString())).Dispose();
        return await BackAsync(channel, form["user"].ToString());
    }

    private async Task<IResult> SubmitAsync(string channel, string view, HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        var open = Workspace.Views.FirstOrDefault(each => each.Id == view);
        if (open is null) return Results.Redirect($"/channels/{channel}");
        if (form.ContainsKey("close")) Workspace.Close(view);
        else if (People is { } people) (await people.SubmitAsync(open, form.ToDictionary(field => field.Key, field => field.Value.ToString()))).Dispose();
        return await BackAsync(channel, open.User);
    }

    private async Task<IResult> TypeAsync(string channel, HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        var text = form["text"].ToString().Trim();
        if (People is { } people) (await people.TypeAsync(channel, text.StartsWith("/rollout", StringComparison.Ordinal) ? text["/rollout".Length..].Trim() : text, form["user"].ToString())).Dispose();
        return await BackAsync(channel, form["user"].ToString());
    }

    /// <summary>A moment later, so that the page shows what the click led to.</summary>
    private static async Task<IResult> BackAsync(string channel, string user)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(700));
        return Results.Redirect($"/channels/{channel}?as={Uri.EscapeDataString(user)}");
    }
}
