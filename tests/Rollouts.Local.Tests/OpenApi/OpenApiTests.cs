using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;
using Rollouts.Engine;

namespace Rollouts.Local.Tests.OpenApi;

/// <summary>The API is described as it is. WRITE_DOCS=1 writes the file anew.</summary>
public sealed class OpenApiTests
{
    [Fact]
    public void The_file_is_what_the_hosts_serve()
    {
        var path = Path.Combine(RepositoryRoot.Path, "docs", "openapi.json");
        if (Environment.GetEnvironmentVariable("WRITE_DOCS") == "1") File.WriteAllText(path, ApiDocument.Json);
        Assert.Equal(ApiDocument.Json, File.ReadAllText(path));
    }

    [Fact]
    public async Task Every_route_of_the_embedded_host_is_described_and_no_other()
    {
        using var folder = new TemporaryFolder();
        await using var app = LocalWeb.Create(LocalOptions.In(folder.Path) with
        {
            Url = "http://127.0.0.1:0", Slack = new() { SigningSecrets = ["12345678"], Team = "T1", App = "A1", Token = "xoxb-1", Fallback = "C1" },
        });
        var served = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Select(method => $"{method} {endpoint.RoutePattern.RawText}"));

        Assert.Equal(
            ApiRoutes.All.Where(route => route.Host != ApiHost.Functions).Select(route => $"{route.Method} {route.Path}").Order(StringComparer.Ordinal),
            served.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void It_is_sound_OpenAPI_for_a_public_reader()
    {
        var read = OpenApiDocument.Parse(ApiDocument.Json, "json");
        Assert.Empty(read.Diagnostic!.Errors.Select(error => error.ToString()));
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, read.Diagnostic.SpecificationVersion);
        Assert.Equal(ApiRoutes.All.Select(route => route.Path).Distinct(StringComparer.Ordinal).Count(), read.Document!.Paths.Count);
    }

    [Fact]
    public void Every_operation_has_a_name_of_its_own_says_what_its_address_holds_and_how_it_fails()
    {
        Assert.Equal(ApiRoutes.All.Length, ApiRoutes.All.Select(route => route.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.All(ApiRoutes.All, route =>
        {
            var inAddress = RoutePatternNames(route.Path);
            Assert.Equal(inAddress, route.Parameters.Where(parameter => parameter.In == "path").Select(parameter => parameter.Name));
            Assert.Contains(route.Answers.Keys, status => status is >= 400 and < 500);
            Assert.All(route.Answers.Where(answer => answer.Key >= 400 && route.Id != "health"), answer => Assert.Equal("application/problem+json", Assert.Single(answer.Value.Bodies).Type));
        });
    }

    [Fact]
    public void Every_reference_leads_somewhere_and_every_schema_is_used()
    {
        var document = JsonNode.Parse(ApiDocument.Json)!;
        var schemas = document["components"]!["schemas"]!.AsObject().Select(schema => schema.Key).ToHashSet(StringComparer.Ordinal);
        var used = References(document).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(schemas.Order(StringComparer.Ordinal), used.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => member.Key == "$ref" ? [((string)member.Value!)["#/components/schemas/".Length..]] : References(member.Value)),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };

    private static IEnumerable<string> RoutePatternNames(string path) =>
        path.Split('/').Where(part => part.StartsWith('{')).Select(part => part.Trim('{', '}'));
}
