FROM python:3.11.14-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

WORKDIR /app
COPY requirements.lock .
RUN pip install --require-hashes -r requirements.lock

COPY . .
RUN python -m tracker.languages.catalog compile && python -m tracker.languages.khmer_font
# Settings want a key and a database to be named; collecting files uses neither.
RUN SECRET_KEY=unused DATABASE_URL=postgresql://unused/unused \
    python manage.py collectstatic --noinput -v 0 \
    && useradd --system --no-create-home --shell /usr/sbin/nologin tracker \
    && install -d -o tracker -g tracker /releases

USER tracker
EXPOSE 8000
CMD ["gunicorn", "tracker.wsgi:application", "--bind", "0.0.0.0:8000"]
