"""Generated from protos/. Only rpc and the client in cli may import it."""
