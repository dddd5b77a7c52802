using System.Text.Json;

namespace Rollouts.Engine.Tests.Kpis;

public class JsonPointerTests
{
    /// <summary>The document and the answers of RFC 6901, section 5.</summary>
    private const string Document = """
        {"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8}
        """;

    [Theory]
    [InlineData("/foo", """["bar","baz"]""")]
    [InlineData("/foo/0", "\"bar\"")]
    [InlineData("/", "0")]
    [InlineData("/a~1b", "1")]
    [InlineData("/c%d", "2")]
    [InlineData("/e^f", "3")]
    [InlineData("/g|h", "4")]
    [InlineData("/i\\j", "5")]
    [InlineData("/k\"l", "6")]
    [InlineData("/ ", "7")]
    [InlineData("/m~0n", "8")]
    public void Pointers_lead_where_the_standard_says(string pointer, string json) => Assert.Equal(json, In(pointer)!.Value.GetRawText());

    [Fact]
    public void The_empty_pointer_is_the_whole_document() => Assert.Equal(JsonValueKind.Object, In("")!.Value.ValueKind);

    [Theory]
    [InlineData("/foo/2")]
    [InlineData("/foo/01")]
    [InlineData("/foo/-")]
    [InlineData("/foo/0/x")]
    [InlineData("/nothing")]
    public void What_the_document_does_not_have_is_nothing(string pointer) => Assert.Null(In(pointer));

    [Theory]
    [InlineData("foo", "'foo' is not a JSON pointer: it begins with /")]
    [InlineData("/m~n", "'/m~n' is not a JSON pointer: ~ is written ~0")]
    [InlineData("/m~", "'/m~' is not a JSON pointer: ~ is written ~0")]
    public void What_is_no_pointer_is_refused(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => JsonPointer.Parse(text)).Message);

    [Theory]
    [InlineData("/foo/0")]
    [InlineData("/a~1b/m~0n")]
    public void A_pointer_is_written_as_it_was_read(string text) => Assert.Equal(text, JsonPointer.Parse(text).ToString());

    private static JsonElement? In(string pointer)
    {
        using var document = JsonDocument.Parse(Document);
        return JsonPointer.Parse(pointer).In(document.RootElement.Clone());
    }
}
