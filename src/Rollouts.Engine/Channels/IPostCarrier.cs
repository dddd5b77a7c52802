namespace Rollouts.Engine;

/// <summary>Carries posts one way: by mail, or to web addresses.</summary>
public interface IPostCarrier
{
    /// <summary>Delivers what the post tells; a repeat for the same effect can be told by whoever receives it. Returns the receipt.</summary>
    /// <exception cref="StoreException">Not delivered, and of what kind the failure is; the message holds no secret and no address of a person.</exception>
    Task<string> PostAsync(Scene scene, Effect.Post post, CancellationToken cancellation);
}
