"""Values into Streamlit elements; all caching lives here."""
