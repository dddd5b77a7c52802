using Microsoft.AspNetCore.Http;

namespace Rollouts.Engine;

/// <summary>Errors as RFC 9457 problem details.</summary>
public static class HttpProblems
{
    public static IResult BadRequest(string detail) => Of(StatusCodes.Status400BadRequest, "The request cannot be read", detail);

    public static IResult Unauthorized(string detail) => Of(StatusCodes.Status401Unauthorized, "Who asks is not known", detail);

    /// <summary>Whoever asks may say who it is, and did not.</summary>
    public static IResult Unnamed(string what) => Unauthorized($"{what}, in the header {ActorHeaders.Actor}");

    public static IResult Forbidden(string detail) => Of(StatusCodes.Status403Forbidden, "Who asks may not do this", detail);

    public static IResult NotFound(string detail) => Of(StatusCodes.Status404NotFound, "Not found", detail);

    /// <summary>The input was decided, and refused; the refusal is in the journal.</summary>
    public static IResult Refused(string reason) => Of(StatusCodes.Status409Conflict, "Refused", reason);

    public static IResult TooLarge(long limit) =>
        Of(StatusCodes.Status413PayloadTooLarge, "The body is too large", FormattableString.Invariant($"at most {limit} bytes are read"));

    public static IResult WrongType(string wanted) =>
        Of(StatusCodes.Status415UnsupportedMediaType, "The content type is not read here", $"send {wanted}");

    public static IResult BadPlan(IReadOnlyCollection<string> errors) => Results.Problem(
        statusCode: StatusCodes.Status422UnprocessableEntity, title: "The plan has errors",
        detail: string.Join('\n', errors), extensions: new Dictionary<string, object?> { ["errors"] = errors });

    /// <summary>Lines of a delivery that cannot be read; nothing of it was taken.</summary>
    public static IResult BadLines(IReadOnlyCollection<EventError> errors) => Results.Problem(
        statusCode: StatusCodes.Status422UnprocessableEntity, title: "Nothing was taken: lines cannot be read",
        detail: string.Join('\n', errors), extensions: new Dictionary<string, object?> { ["errors"] = errors });

    public static IResult Unavailable(string detail) => Of(StatusCodes.Status503ServiceUnavailable, "Not now, try again", detail);

    private static IResult Of(int status, string title, string detail) => Results.Problem(statusCode: status, title: title, detail: detail);
}
